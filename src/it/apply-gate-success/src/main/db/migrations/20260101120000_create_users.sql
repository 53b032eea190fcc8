CREATE TABLE users (
    id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email text
);

-- ROLLBACK SECTION
/*
DROP TABLE users;
*/
