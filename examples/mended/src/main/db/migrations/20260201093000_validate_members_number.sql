-- Rollback: none because a validated constraint stands in nobody's way

ALTER TABLE club.members VALIDATE CONSTRAINT members_number_present;
