-- Rollback: none because the old types were too small
-- dbsage: transaction=false

ALTER TABLE club.invoices ADD COLUMN amount_new numeric(12,4);
CREATE OR REPLACE FUNCTION club.sync_invoices_amount_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.amount_new IS NULL THEN
      NEW.amount_new := NEW.amount;
    ELSE
      NEW.amount := NEW.amount_new;
    END IF;
  ELSIF NEW.amount_new IS DISTINCT FROM OLD.amount_new THEN
    NEW.amount := NEW.amount_new;
  ELSIF NEW.amount IS DISTINCT FROM OLD.amount THEN
    NEW.amount_new := NEW.amount;
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER sync_invoices_amount_new BEFORE INSERT OR UPDATE ON club.invoices
  FOR EACH ROW EXECUTE FUNCTION club.sync_invoices_amount_new();

-- where the application can do without the index for a while:
DROP INDEX CONCURRENTLY club.members_nickname_idx;
ALTER TABLE club.members ALTER COLUMN nickname TYPE varchar(40) COLLATE "C";
CREATE INDEX CONCURRENTLY members_nickname_idx ON club.members (nickname);

-- there is no safe way on a table in use; in a maintenance window:
-- dbsage:ignore SET_LOGGED_REWRITE because scores are imported on Sundays only, and it takes a second
ALTER TABLE club.imported_scores SET LOGGED;

ALTER DOMAIN club.phone_number ADD CONSTRAINT phone_number_is_short CHECK (length(VALUE) <= 20) NOT VALID;

CREATE INDEX CONCURRENTLY lockers_member_id_idx ON club.lockers (member_id);
ALTER TABLE club.lockers
    ADD CONSTRAINT lockers_member_id_fkey
    FOREIGN KEY (member_id) REFERENCES club.members (id) NOT VALID;

CREATE POLICY reminders_policy ON club.reminders USING (sent_at > now() - interval '1 year');
ALTER TABLE club.reminders ENABLE ROW LEVEL SECURITY;

CREATE FUNCTION club.unpaid(p_member_id bigint)
RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
AS $$ SELECT count(*) FROM club.invoices WHERE member_id = p_member_id AND paid_on IS NULL $$;
-- in its definition, or behind it:
ALTER FUNCTION club.unpaid(bigint) SET search_path = pg_catalog, club, pg_temp;
