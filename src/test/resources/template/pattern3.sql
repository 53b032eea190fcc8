-- Create progress tracking table
CREATE TABLE migration_progress (
migration_name TEXT PRIMARY KEY,
last_processed_id BIGINT,
total_processed BIGINT DEFAULT 0,
started_at TIMESTAMPTZ DEFAULT NOW(),
updated_at TIMESTAMPTZ DEFAULT NOW()
);

-- Resumable backfill with progress tracking
DO $$
DECLARE
batch_size INT := 5000;
last_id BIGINT;
rows_updated INT;
migration TEXT := 'users_email_address_backfill';
BEGIN
-- Get last processed ID (resume from failure)
SELECT COALESCE(last_processed_id, 0) INTO last_id
FROM migration_progress
WHERE migration_name = migration;

-- Initialize if not exists
INSERT INTO migration_progress (migration_name, last_processed_id)
VALUES (migration, 0)
ON CONFLICT (migration_name) DO NOTHING;

LOOP
-- Process batch starting after last_id
WITH batch AS (
SELECT id FROM users
WHERE id > last_id
AND email_address IS NULL
ORDER BY id -- Deterministic ordering
LIMIT batch_size
FOR UPDATE SKIP LOCKED
)
UPDATE users
SET email_address = email
FROM batch
WHERE users.id = batch.id
RETURNING users.id INTO last_id;

GET DIAGNOSTICS rows_updated = ROW_COUNT;
EXIT WHEN rows_updated = 0;

-- Update progress
UPDATE migration_progress
SET
last_processed_id = last_id,
total_processed = total_processed + rows_updated,
updated_at = NOW()
WHERE migration_name = migration;

RAISE NOTICE '[%] Processed up to ID %, % rows this batch',
migration, last_id, rows_updated;

PERFORM pg_sleep(0.1);
END LOOP;

RAISE NOTICE '[%] Complete: % total rows',
migration,
(SELECT total_processed FROM migration_progress WHERE migration_name = migration);
END $$;

-- Check progress (run in separate session)
SELECT
migration_name,
last_processed_id,
total_processed,
updated_at,
AGE(NOW(), updated_at) AS time_since_update
FROM migration_progress;
