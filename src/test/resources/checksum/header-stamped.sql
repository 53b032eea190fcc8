-- Migration: 20260101120000_users
-- Checksum: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
-- Applied by: ana@example.com
-- Rollback: none because it only adds

SELECT 1;
