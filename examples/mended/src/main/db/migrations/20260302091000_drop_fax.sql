-- Rollback: none because nobody wants them back

ALTER TABLE club.members DROP COLUMN fax;
