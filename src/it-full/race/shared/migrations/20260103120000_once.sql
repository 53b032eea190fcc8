-- Rollback: none because its database is thrown away
CREATE TABLE once (id int PRIMARY KEY);
INSERT INTO once VALUES (1);
