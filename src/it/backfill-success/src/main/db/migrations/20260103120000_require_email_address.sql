ALTER TABLE users
    ADD CONSTRAINT users_email_address_present CHECK (email_address IS NOT NULL) NOT VALID;

-- ROLLBACK SECTION
/*
ALTER TABLE users DROP CONSTRAINT users_email_address_present;
*/
