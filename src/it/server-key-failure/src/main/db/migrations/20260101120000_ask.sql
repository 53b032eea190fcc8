-- Rollback: none because it changes nothing
SELECT 1;
