-- Rollback: none because indexes can be made and dropped at any time

CREATE INDEX CONCURRENTLY visits_court_idx ON club.visits (court, came_at);

REINDEX TABLE CONCURRENTLY club.members;

DROP INDEX CONCURRENTLY club.members_city_idx;

CREATE INDEX CONCURRENTLY invoices_due_on_idx ON club.invoices (due_on);

DROP INDEX CONCURRENTLY club.members_joined_at_idx;
DROP INDEX CONCURRENTLY club.members_born_idx;

CREATE INDEX CONCURRENTLY visits_left_at_idx ON club.visits (left_at);
