-- NOT NULL without a scan under the lock: a CHECK that counts from now on, ...
-- dbsage: transaction=false

ALTER TABLE shop.visits ADD CONSTRAINT visits_device_not_null CHECK (device IS NOT NULL) NOT VALID;

-- ... which is validated while everybody reads and writes, ...
ALTER TABLE shop.visits VALIDATE CONSTRAINT visits_device_not_null;

-- ... and proves the NOT NULL.
ALTER TABLE shop.visits ALTER COLUMN device SET NOT NULL;

ALTER TABLE shop.visits DROP CONSTRAINT visits_device_not_null;

-- ROLLBACK SECTION
/*
ALTER TABLE shop.visits ALTER COLUMN device DROP NOT NULL;
*/
