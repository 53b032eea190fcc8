CREATE TABLE users (id bigint PRIMARY KEY, email text, address text);
GRANT SELECT ON users TO reporting;
-- ROLLBACK SECTION
/*
DROP TABLE users;
*/
