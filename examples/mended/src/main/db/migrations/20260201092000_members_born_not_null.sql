-- Rollback: none because the rule has been agreed on

ALTER TABLE club.members ALTER COLUMN born SET NOT NULL;
ALTER TABLE club.members DROP CONSTRAINT members_born_present;

ALTER TABLE club.members ADD CONSTRAINT members_number_present CHECK (number IS NOT NULL) NOT VALID;
