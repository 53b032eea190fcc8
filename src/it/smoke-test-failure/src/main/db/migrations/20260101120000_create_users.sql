CREATE ROLE it_smoke_failure_reader NOLOGIN;
CREATE TABLE users (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email text NOT NULL
);
CREATE INDEX users_email ON users (email);
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON users TO it_smoke_failure_reader
  USING (email = current_setting('request.jwt.claims', true)::jsonb ->> 'email');
GRANT SELECT, INSERT ON users TO it_smoke_failure_reader;
INSERT INTO users (email) VALUES ('ann@example.org'), ('bob@example.org');

-- ROLLBACK SECTION
/*
DROP TABLE users;
DROP ROLE it_smoke_failure_reader;
*/
