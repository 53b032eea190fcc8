-- proof: query SELECT count(*) FROM pg_database WHERE datname = 'proof_reporting' = 0
-- role: superuser
-- setup
CREATE DATABASE proof_reporting;
-- migration
DROP DATABASE proof_reporting;
