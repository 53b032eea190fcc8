-- Rollback: none because a table without a key is of no use

ALTER TABLE club.lockers ALTER COLUMN code SET NOT NULL;
ALTER TABLE club.lockers DROP CONSTRAINT lockers_code_present;
ALTER TABLE club.lockers ADD CONSTRAINT lockers_pkey PRIMARY KEY USING INDEX lockers_code_idx;
