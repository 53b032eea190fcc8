-- Rollback: none because its database is thrown away
-- Long enough for the other Maven to come while this runs.
CREATE TABLE users AS
SELECT n AS id, 'user ' || n AS name FROM generate_series(1, 20000) AS n;
SELECT pg_sleep(3);
