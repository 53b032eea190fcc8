-- Who changed an order or a product, and what it was before.
-- dbsage:ignore ROLLBACK_LOSES_DATA because whoever gives up auditing gives up what was audited, and takes a dump first

CREATE TABLE shop.audit_log (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    changed_at timestamptz NOT NULL DEFAULT now(),
    changed_by text NOT NULL DEFAULT session_user,
    table_name text NOT NULL,
    row_id     bigint NOT NULL,
    action     text NOT NULL,
    old_row    jsonb,
    new_row    jsonb,
    CONSTRAINT audit_log_action_known CHECK (action IN ('INSERT', 'UPDATE', 'DELETE'))
);

CREATE INDEX audit_log_table_name_row_id_idx ON shop.audit_log (table_name, row_id);

-- SECURITY DEFINER, so that an application's role writes the log without any right on it; with an
-- empty search_path, so that nobody can slip an object of his own in front of ours.
CREATE FUNCTION shop.write_audit_log()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = ''
AS $audit$
BEGIN
    INSERT INTO shop.audit_log (table_name, row_id, action, old_row, new_row)
    VALUES (
        TG_TABLE_NAME,
        coalesce(NEW.id, OLD.id),
        TG_OP,
        CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END,
        CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END
    );
    RETURN NULL; -- what an AFTER trigger returns is ignored
END;
$audit$;

CREATE TRIGGER orders_audit
    AFTER INSERT OR UPDATE OR DELETE ON shop.orders
    FOR EACH ROW EXECUTE FUNCTION shop.write_audit_log();

CREATE TRIGGER products_audit
    AFTER UPDATE OR DELETE ON shop.products
    FOR EACH ROW EXECUTE FUNCTION shop.write_audit_log();

-- ROLLBACK SECTION
/*
DROP TRIGGER products_audit ON shop.products;
DROP TRIGGER orders_audit ON shop.orders;
DROP FUNCTION shop.write_audit_log();
DROP TABLE shop.audit_log;
*/
