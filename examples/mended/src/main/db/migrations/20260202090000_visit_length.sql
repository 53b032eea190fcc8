-- Rollback: none because the older version of the application does not mind another column

ALTER TABLE club.visits ADD COLUMN number bigint;
CREATE SEQUENCE club.visits_number_seq;
ALTER TABLE club.visits ALTER COLUMN number SET DEFAULT nextval('club.visits_number_seq');

ALTER TABLE club.visits ADD COLUMN minutes integer;

ALTER TABLE club.visits ADD COLUMN remark text;

CREATE OR REPLACE FUNCTION club.sync_remark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.remark IS NULL THEN
      NEW.remark := NEW.note;
    ELSE
      NEW.note := NEW.remark;
    END IF;
  ELSIF NEW.remark IS DISTINCT FROM OLD.remark THEN
    NEW.note := NEW.remark;
  ELSIF NEW.note IS DISTINCT FROM OLD.note THEN
    NEW.remark := NEW.note;
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER visits_sync_remark BEFORE INSERT OR UPDATE ON club.visits
  FOR EACH ROW EXECUTE FUNCTION club.sync_remark();
