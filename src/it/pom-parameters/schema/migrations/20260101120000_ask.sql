-- Rollback: none because it keeps what it was given
CREATE TABLE given AS
SELECT '${from_line}' AS from_line,
       '${from_plugin}' AS from_plugin,
       '${from_properties}' AS from_properties,
       '${empty}' AS empty,
       '${line_empty}' AS line_empty,
       current_setting('lock_timeout') AS lock_timeout,
       current_setting('statement_timeout') AS statement_timeout;
