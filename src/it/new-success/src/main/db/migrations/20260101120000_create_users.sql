-- Rollback: none because this is the first one
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'app') THEN
    CREATE ROLE app;
  END IF;
END $$;
CREATE TABLE users (id bigint PRIMARY KEY, email text);
CREATE VIEW emails AS SELECT email FROM users;
