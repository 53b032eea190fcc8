-- danger: ROLLBACK_LOSES_DATA, ADD_COLUMN_IDENTITY
ALTER TABLE club.visits ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY;

ALTER TABLE club.visits ADD COLUMN minutes integer;

-- danger: DDL_THEN_BACKFILL_TXN, MASS_DML
UPDATE club.visits SET minutes = extract(epoch FROM left_at - came_at) / 60;

ALTER TABLE club.visits ADD COLUMN remark text;

CREATE FUNCTION club.sync_remark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.remark := coalesce(NEW.remark, NEW.note);
    NEW.note := coalesce(NEW.note, NEW.remark);
    RETURN NEW;
END;
$$;

-- danger: SYNC_TRIGGER_COALESCE
CREATE TRIGGER visits_sync_remark
    BEFORE INSERT OR UPDATE ON club.visits
    FOR EACH ROW EXECUTE FUNCTION club.sync_remark();

-- ROLLBACK SECTION
/*
DROP TRIGGER visits_sync_remark ON club.visits;
DROP FUNCTION club.sync_remark();
ALTER TABLE club.visits DROP COLUMN remark, DROP COLUMN minutes, DROP COLUMN number;
*/
