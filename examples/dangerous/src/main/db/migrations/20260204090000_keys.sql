-- Rollback: none because a table without a key is of no use
-- dbsage: transaction=false

-- danger: ADD_PK_BUILDS_INDEX
ALTER TABLE club.courts ADD CONSTRAINT courts_pkey PRIMARY KEY (number);

-- danger: PK_USING_INDEX_NULLABLE
ALTER TABLE club.lockers ADD CONSTRAINT lockers_pkey PRIMARY KEY USING INDEX lockers_code_idx;

-- danger: ADD_EXCLUDE
ALTER TABLE club.closures
    ADD CONSTRAINT closures_do_not_overlap EXCLUDE USING gist (during WITH &&);
