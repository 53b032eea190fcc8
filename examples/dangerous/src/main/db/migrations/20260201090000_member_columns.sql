-- danger: ROLLBACK_MISSING, ADD_COLUMN_VOLATILE_DEFAULT
ALTER TABLE club.members ADD COLUMN card uuid DEFAULT gen_random_uuid();

-- danger: ADD_COLUMN_SERIAL
ALTER TABLE club.members ADD COLUMN number serial;

-- danger: ADD_COLUMN_CONSTRAINED_DOMAIN
ALTER TABLE club.members ADD COLUMN phone club.phone_number;

-- danger: ADD_COLUMN_NOT_NULL_NO_DEFAULT
ALTER TABLE club.members ADD COLUMN country text NOT NULL;

-- danger: ADD_COLUMN_STORED_GENERATED
ALTER TABLE club.members
    ADD COLUMN address text GENERATED ALWAYS AS (street || ', ' || city) STORED;

-- danger: SET_NOT_NULL_SCAN
ALTER TABLE club.members ALTER COLUMN born SET NOT NULL;
