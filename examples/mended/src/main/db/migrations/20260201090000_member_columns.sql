-- Rollback: none because the older version of the application does not mind another column

ALTER TABLE club.members ADD COLUMN card uuid;
ALTER TABLE club.members ALTER COLUMN card SET DEFAULT gen_random_uuid();

ALTER TABLE club.members ADD COLUMN number integer;
CREATE SEQUENCE club.members_number_seq AS integer OWNED BY club.members.number;
ALTER TABLE club.members ALTER COLUMN number SET DEFAULT nextval('club.members_number_seq');

ALTER TABLE club.members ADD COLUMN phone text;
-- what club.phone_number demands of VALUE, demanded of phone:
ALTER TABLE club.members ADD CONSTRAINT members_phone_check CHECK (phone ~ '^\+?[0-9 ]+$') NOT VALID;

ALTER TABLE club.members ADD COLUMN country text NOT NULL DEFAULT 'AT';

ALTER TABLE club.members ADD COLUMN address text;
-- for new rows:
CREATE FUNCTION club.compute_members_address() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.address := (SELECT street || ', ' || city FROM (SELECT NEW.*) AS this);
  RETURN NEW;
END $$;
CREATE TRIGGER compute_members_address BEFORE INSERT OR UPDATE ON club.members
  FOR EACH ROW EXECUTE FUNCTION club.compute_members_address();

ALTER TABLE club.members ADD CONSTRAINT members_born_present CHECK (born IS NOT NULL) NOT VALID;
