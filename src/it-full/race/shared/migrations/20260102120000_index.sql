-- Rollback: none because its database is thrown away
-- Waits for every older snapshot: a runner that waited for the lock in a transaction would hang it.
CREATE INDEX CONCURRENTLY users_name ON users (name);
CREATE UNIQUE INDEX CONCURRENTLY users_id ON users (id);
