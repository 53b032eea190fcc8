-- Rollback: none because nobody wants them back

ALTER VIEW club.active_members SET SCHEMA archive;
CREATE VIEW club.active_members AS SELECT * FROM archive.active_members; -- and GRANT on it what is granted on the table
