-- Rollback: none because what is gone is gone

-- danger: REFRESH_MATVIEW_BLOCKING
REFRESH MATERIALIZED VIEW club.visits_per_month;

-- danger: REFRESH_CONCURRENTLY_NO_UNIQUE
REFRESH MATERIALIZED VIEW CONCURRENTLY club.visits_per_court;

-- danger: VACUUM_FULL
VACUUM FULL club.visits;

-- danger: CLUSTER
CLUSTER club.members USING members_pkey;

-- danger: NOT_ALLOWED_IN_TXN
DO $$
BEGIN
    EXECUTE 'VACUUM ANALYZE club.members';
END;
$$;
