CREATE TABLE r (id int);
-- ROLLBACK SECTION
-- second try

/* DROP TABLE IF EXISTS r; /* nested */ */

