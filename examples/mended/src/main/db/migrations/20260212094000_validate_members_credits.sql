-- Rollback: none because a validated constraint stands in nobody's way

ALTER TABLE club.members VALIDATE CONSTRAINT members_credits_present;
