-- Rollback: none because what is gone is gone

REFRESH MATERIALIZED VIEW CONCURRENTLY club.visits_per_month;

CREATE UNIQUE INDEX CONCURRENTLY visits_per_court_key ON club.visits_per_court (court);
REFRESH MATERIALIZED VIEW CONCURRENTLY club.visits_per_court;

-- frees the room for new rows; to give it back to the disk, use pg_repack:
VACUUM club.visits;

VACUUM ANALYZE club.members;
