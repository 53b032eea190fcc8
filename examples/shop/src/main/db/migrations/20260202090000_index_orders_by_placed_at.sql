-- Built while the shop goes on selling. It cannot run in a transaction: the plugin runs it by itself
-- and keeps a journal, so that an interrupted build is removed and begun again by the next apply.

CREATE INDEX CONCURRENTLY orders_status_placed_at_idx ON shop.orders (status, placed_at DESC);

-- ROLLBACK SECTION
/*
DROP INDEX CONCURRENTLY shop.orders_status_placed_at_idx;
*/
