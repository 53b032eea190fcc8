-- Rollback: none because nobody wants them back

-- danger: RENAME_COLUMN
ALTER TABLE club.members RENAME COLUMN points TO credits;

-- danger: DROP_VIEW
DROP VIEW club.fax_numbers;

-- danger: DROP_COLUMN
ALTER TABLE club.members DROP COLUMN fax;

-- danger: STATEMENT_AFTER_AEL
CREATE TABLE archive.visits AS SELECT * FROM club.visits;

-- danger: DROP_TABLE, MULTI_AEL_TXN
DROP TABLE club.newsletter;

-- danger: RENAME_TABLE
ALTER TABLE club.trophies RENAME TO prizes;

-- danger: SET_SCHEMA
ALTER VIEW club.active_members SET SCHEMA archive;

-- danger: DROP_SCHEMA, DROP_CASCADE
DROP SCHEMA legacy CASCADE;
