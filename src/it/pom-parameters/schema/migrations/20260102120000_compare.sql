-- Rollback: none because it only looks
DO $$
DECLARE
  gave text;
BEGIN
  SELECT given::text INTO STRICT gave FROM given;
  IF gave <> '(line,plugin,properties,"","",1500ms,90s)' THEN
    RAISE 'given: %', gave;
  END IF;
  IF current_setting('server_version_num')::int / 10000 <> 15 THEN
    RAISE 'version: %', current_setting('server_version');
  END IF;
  PERFORM FROM ops.schema_migrations WHERE version = '20260101120000' AND success;
  IF NOT FOUND THEN
    RAISE 'the record is not in ops';
  END IF;
  PERFORM FROM ops.dbsage_log WHERE reason = 'as the POM says';
  IF NOT FOUND THEN
    RAISE 'the reason is not in the log';
  END IF;
END
$$;
