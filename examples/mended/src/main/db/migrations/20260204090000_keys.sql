-- Rollback: none because a table without a key is of no use
-- dbsage: transaction=false

CREATE UNIQUE INDEX CONCURRENTLY courts_pkey ON club.courts (number);
ALTER TABLE club.courts ADD CONSTRAINT courts_pkey PRIMARY KEY USING INDEX courts_pkey;

ALTER TABLE club.lockers ADD CONSTRAINT lockers_code_present CHECK (code IS NOT NULL) NOT VALID;

-- there is no safe way on a table in use; measure it on a copy, and in a window:
-- dbsage:ignore ADD_EXCLUDE because the club is closed on Mondays, and forty closures take no time
ALTER TABLE club.closures
    ADD CONSTRAINT closures_do_not_overlap EXCLUDE USING gist (during WITH &&);
