-- Checksum: not-a-checksum
SELECT 1;
-- dbsage: transction=false
SELECT 2;
