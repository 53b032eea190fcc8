CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, email_address text);
INSERT INTO users SELECT i, 'u' || i || '@example.org' FROM generate_series(1, 200) i;
