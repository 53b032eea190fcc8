-- Rollback: none because every member has credits

ALTER TABLE club.members ALTER COLUMN credits SET NOT NULL;
ALTER TABLE club.members DROP CONSTRAINT members_credits_present;
