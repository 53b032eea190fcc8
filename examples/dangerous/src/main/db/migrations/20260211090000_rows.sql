-- Rollback: none because the rows were wrong

-- danger: LOCK_TABLE
LOCK TABLE club.visits IN SHARE ROW EXCLUSIVE MODE;

-- danger: DISABLE_TRIGGERS
ALTER TABLE club.visits DISABLE TRIGGER ALL;

DO $$
DECLARE
    v_rows integer;
BEGIN
    LOOP
        -- danger: LOOP_BACKFILL, DDL_THEN_BACKFILL_TXN
        UPDATE club.visits SET seen = false
        WHERE id IN (SELECT id FROM club.visits WHERE seen IS NULL LIMIT 1000);
        GET DIAGNOSTICS v_rows = ROW_COUNT;
        EXIT WHEN v_rows = 0;
    END LOOP;
END;
$$;

ALTER TABLE club.visits ENABLE TRIGGER ALL;

-- danger: TRUNCATE, TRUNCATE_CASCADE
TRUNCATE club.invoices CASCADE;
