-- Backfill in batches to avoid long locks
DO $$
DECLARE
batch_size INT := 1000; -- Adjust based on row size and available memory
rows_updated INT;
total_updated INT := 0;
batch_count INT := 0;
BEGIN
LOOP
-- Update one batch
WITH batch AS (
SELECT id FROM users
WHERE email_address IS NULL
LIMIT batch_size
FOR UPDATE SKIP LOCKED -- ⭐ CRITICAL: Avoid lock contention
)
UPDATE users
SET email_address = email
FROM batch
WHERE users.id = batch.id;

GET DIAGNOSTICS rows_updated = ROW_COUNT;
EXIT WHEN rows_updated = 0; -- No more rows to process

total_updated := total_updated + rows_updated;
batch_count := batch_count + 1;

RAISE NOTICE 'Batch %: Updated % rows (total: %)',
batch_count, rows_updated, total_updated;

-- Throttle to avoid overloading DB
PERFORM pg_sleep(0.1); -- 100ms pause between batches
END LOOP;

RAISE NOTICE 'Backfill complete: % batches, % total rows',
batch_count, total_updated;
END $$;
