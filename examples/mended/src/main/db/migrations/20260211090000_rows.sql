-- Rollback: none because the rows were wrong

ALTER TABLE club.visits DISABLE TRIGGER USER;
-- and behind the work, in the same transaction:
ALTER TABLE club.visits ENABLE TRIGGER USER;
