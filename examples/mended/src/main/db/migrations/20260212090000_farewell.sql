-- Rollback: none because nobody wants them back

CREATE TABLE archive.visits AS SELECT * FROM club.visits;

ALTER TABLE club.members ADD COLUMN credits integer;
CREATE OR REPLACE FUNCTION club.sync_members_credits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.credits IS NULL THEN
      NEW.credits := NEW.points;
    ELSE
      NEW.points := NEW.credits;
    END IF;
  ELSIF NEW.credits IS DISTINCT FROM OLD.credits THEN
    NEW.points := NEW.credits;
  ELSIF NEW.points IS DISTINCT FROM OLD.points THEN
    NEW.credits := NEW.points;
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER sync_members_credits BEFORE INSERT OR UPDATE ON club.members
  FOR EACH ROW EXECUTE FUNCTION club.sync_members_credits();
