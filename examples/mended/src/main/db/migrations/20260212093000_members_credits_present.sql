-- Rollback: none because every member has credits

ALTER TABLE club.members ADD CONSTRAINT members_credits_present CHECK (credits IS NOT NULL) NOT VALID;
