-- proof: breaks CREATE TABLE exports.day_1 (id bigint) with 3F000
-- setup
CREATE SCHEMA exports;
-- migration
COMMENT ON SCHEMA exports IS 'No longer used; goes when no application writes to it.';
