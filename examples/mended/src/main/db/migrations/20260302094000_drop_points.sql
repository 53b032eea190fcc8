-- Rollback: none because nobody wants them back

DROP TRIGGER sync_members_credits ON club.members;
DROP FUNCTION club.sync_members_credits();
ALTER TABLE club.members ALTER COLUMN credits SET DEFAULT 0;
ALTER TABLE club.members DROP COLUMN points;
