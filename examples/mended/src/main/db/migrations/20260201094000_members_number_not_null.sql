-- Rollback: none because every member has a number

ALTER TABLE club.members ALTER COLUMN number SET NOT NULL;
ALTER TABLE club.members DROP CONSTRAINT members_number_present;
