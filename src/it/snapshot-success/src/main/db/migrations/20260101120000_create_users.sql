-- Migration: 20260101120000_create_users
CREATE TABLE users (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email text NOT NULL
);
CREATE INDEX users_email ON users (email);

-- ROLLBACK SECTION
/*
DROP TABLE users;
*/
