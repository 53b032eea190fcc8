-- Rollback: See section at end of file

CREATE TABLE users (
    id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email text NOT NULL UNIQUE
);

-- ROLLBACK SECTION
/*
DROP TABLE users;
*/
