-- Rollback: none because indexes can be made and dropped at any time

-- danger: CREATE_INDEX_BLOCKING
CREATE INDEX visits_court_idx ON club.visits (court, came_at);

-- danger: REINDEX_BLOCKING
REINDEX TABLE club.members;

-- danger: DROP_INDEX_BLOCKING
DROP INDEX club.members_city_idx;

-- danger: CIC_IF_NOT_EXISTS_INVALID
CREATE INDEX CONCURRENTLY IF NOT EXISTS invoices_due_on_idx ON club.invoices (due_on);

-- danger: CONCURRENTLY_MULTI_DROP
DROP INDEX CONCURRENTLY club.members_joined_at_idx, club.members_born_idx;

DO $$
BEGIN
    IF to_regclass('club.visits_left_at_idx') IS NULL THEN
        -- danger: CONCURRENTLY_IN_TXN
        CREATE INDEX CONCURRENTLY visits_left_at_idx ON club.visits (left_at);
    END IF;
END;
$$;
