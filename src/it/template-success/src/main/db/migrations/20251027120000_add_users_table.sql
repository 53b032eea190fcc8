-- Migration: 20251027120000_add_users_table
-- Checksum: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
-- Applied by: user@example.com
-- Rollback: See section at end of file

BEGIN;

-- Record migration start
INSERT INTO public.schema_migrations (
version, name, applied_by, success, checksum, rollback_script, notes
)
VALUES (
'20251027120000',
'add_users_table',
current_user,
false, -- Will update to true on success
'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
$rollback$
-- Rollback script
DROP TABLE IF EXISTS users CASCADE;
DELETE FROM public.schema_migrations WHERE version = '20251027120000';
$rollback$,
'Initial users table creation'
)
ON CONFLICT (version) DO NOTHING;

-- Migration DDL/DML statements here
CREATE TABLE users (
id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
email TEXT UNIQUE NOT NULL,
created_at TIMESTAMPTZ DEFAULT NOW()
);

-- Update to success
UPDATE public.schema_migrations
SET
success = true,
execution_time_ms = EXTRACT(MILLISECOND FROM (NOW() - applied_at))::INTEGER
WHERE version = '20251027120000';

COMMIT;

-- ROLLBACK SECTION (DO NOT EXECUTE - stored in schema_migrations table)
/*
BEGIN;
DROP TABLE IF EXISTS users CASCADE;
DELETE FROM public.schema_migrations WHERE version = '20251027120000';
COMMIT;
*/
