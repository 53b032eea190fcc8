  -- checksum: 0000000000000000000000000000000000000000000000000000000000000000  
--Applied By:
-- Migration: 20260101120000_users
-- Rollback: none because it only adds

SELECT 1;
