CREATE TABLE IF NOT EXISTS public.schema_migrations (
version TEXT PRIMARY KEY,
name TEXT NOT NULL,
applied_at TIMESTAMPTZ DEFAULT NOW(),
applied_by TEXT NOT NULL,
execution_time_ms INTEGER,
success BOOLEAN NOT NULL DEFAULT false,
checksum TEXT NOT NULL, -- SHA256 do arquivo de migration
rollback_script TEXT, -- Script de rollback
notes TEXT,
CONSTRAINT valid_checksum CHECK (length(checksum) = 64),
CONSTRAINT valid_version CHECK (version ~ '^\d{14}$') -- Format: YYYYMMDDHHmmss
);

CREATE INDEX idx_migrations_applied_at
ON schema_migrations(applied_at DESC);

CREATE INDEX idx_migrations_success
ON schema_migrations(success) WHERE success = false;

COMMENT ON TABLE schema_migrations IS
'Custom migration tracking with checksums, rollback scripts, and execution metadata';
