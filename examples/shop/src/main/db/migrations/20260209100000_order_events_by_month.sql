-- What happened to each order, in one partition a month: an old month leaves by DETACH and DROP.
-- dbsage:ignore ROLLBACK_LOSES_DATA because the events are a report: orders and the audit log are kept

CREATE TABLE shop.order_events (
    id          bigint GENERATED ALWAYS AS IDENTITY,
    order_id    bigint NOT NULL REFERENCES shop.orders (id) ON DELETE CASCADE,
    status      shop.order_status NOT NULL,
    occurred_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (id, occurred_at) -- a unique key must hold the partition key
) PARTITION BY RANGE (occurred_at);

-- On the parent: every partition gets its own, those of later years too.
CREATE INDEX order_events_order_id_idx ON shop.order_events (order_id, occurred_at);

-- Bounds with their offset: otherwise the time zone of whoever migrates would decide where a month ends.
DO $months$
DECLARE
    v_month date;
BEGIN
    FOR v_month IN
        SELECT make_date(2026, m, 1) FROM generate_series(1, 12) AS m
    LOOP
        EXECUTE format(
            $ddl$CREATE TABLE shop.%I PARTITION OF shop.order_events FOR VALUES FROM (%L) TO (%L)$ddl$,
            'order_events_' || to_char(v_month, 'YYYY_MM'),
            to_char(v_month, 'YYYY-MM-DD') || ' 00:00:00+00',
            to_char(v_month + interval '1 month', 'YYYY-MM-DD') || ' 00:00:00+00'
        );
    END LOOP;
END;
$months$;

-- No order is lost because nobody made next year's partitions in time; keep it empty by making them.
CREATE TABLE shop.order_events_other PARTITION OF shop.order_events DEFAULT;

CREATE FUNCTION shop.write_order_event()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    INSERT INTO shop.order_events (order_id, status) VALUES (NEW.id, NEW.status);
    RETURN NULL;
END;
$$;

CREATE TRIGGER orders_event_placed
    AFTER INSERT ON shop.orders
    FOR EACH ROW EXECUTE FUNCTION shop.write_order_event();

CREATE TRIGGER orders_event_moved
    AFTER UPDATE OF status ON shop.orders
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status)
    EXECUTE FUNCTION shop.write_order_event();

-- ROLLBACK SECTION
/*
DROP TRIGGER orders_event_moved ON shop.orders;
DROP TRIGGER orders_event_placed ON shop.orders;
DROP FUNCTION shop.write_order_event();
DROP TABLE shop.order_events;
*/
