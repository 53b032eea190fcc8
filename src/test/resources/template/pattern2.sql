-- Worker 1 (run in psql session 1)
DO $$
DECLARE
batch_size INT := 5000;
worker_id INT := 1;
rows_updated INT;
BEGIN
LOOP
WITH batch AS (
SELECT id FROM orders
WHERE status_new IS NULL
ORDER BY id -- ⭐ CRITICAL: Deterministic ordering
LIMIT batch_size
FOR UPDATE SKIP LOCKED -- Skip rows locked by other workers
)
UPDATE orders
SET status_new = status
FROM batch
WHERE orders.id = batch.id;

GET DIAGNOSTICS rows_updated = ROW_COUNT;
EXIT WHEN rows_updated = 0;

RAISE NOTICE '[Worker %] Updated % rows', worker_id, rows_updated;
PERFORM pg_sleep(0.05); -- Shorter pause with multiple workers
END LOOP;
END $$;

-- Worker 2-4: Same script, different worker_id in RAISE NOTICE
