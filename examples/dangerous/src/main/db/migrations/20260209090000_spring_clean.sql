-- Rollback: none because what is gone is gone

-- danger: REFRESH_MATVIEW_BLOCKING
REFRESH MATERIALIZED VIEW club.visits_per_month;

-- danger: REFRESH_CONCURRENTLY_NO_UNIQUE, STATEMENT_AFTER_AEL
REFRESH MATERIALIZED VIEW CONCURRENTLY club.visits_per_court;

-- danger: VACUUM_FULL
VACUUM FULL club.visits;

-- danger: CLUSTER
CLUSTER club.members USING members_pkey;

-- danger: NOT_ALLOWED_IN_TXN, STATEMENT_AFTER_AEL
DO $$
BEGIN
    EXECUTE 'VACUUM ANALYZE club.members';
END;
$$;
