-- proof: query SELECT count(*) FROM pg_database WHERE datname = 'proof_reporting' = 1
-- role: superuser
-- setup
CREATE DATABASE proof_reporting;
-- migration
COMMENT ON DATABASE proof_reporting IS 'No longer used; goes when nobody connects to it.';
