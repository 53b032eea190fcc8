-- Ordinary and concurrent statements in one file: what stands between two concurrent ones is one
-- transaction. pg_trgm comes with PostgreSQL, and a database's owner may install it.
-- dbsage:ignore ROLLBACK_LOSES_DATA because a product that is offered once more can be taken out again by hand

CREATE EXTENSION pg_trgm WITH SCHEMA shop;

ALTER TABLE shop.products ADD COLUMN discontinued_at timestamptz;

CREATE INDEX CONCURRENTLY products_name_trgm_idx
    ON shop.products USING gin (name shop.gin_trgm_ops);

COMMENT ON INDEX shop.products_name_trgm_idx IS 'For the search box: name ILIKE ''%…%''';

CREATE INDEX CONCURRENTLY products_on_sale_idx
    ON shop.products (name, id)
    WHERE discontinued_at IS NULL;

-- ROLLBACK SECTION
/*
DROP INDEX CONCURRENTLY shop.products_on_sale_idx;
DROP INDEX CONCURRENTLY shop.products_name_trgm_idx;
ALTER TABLE shop.products DROP COLUMN discontinued_at;
DROP EXTENSION pg_trgm;
*/
