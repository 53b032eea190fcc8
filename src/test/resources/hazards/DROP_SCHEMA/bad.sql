-- proof: breaks CREATE TABLE exports.day_1 (id bigint) with 3F000
-- setup
CREATE SCHEMA exports;
-- migration
DROP SCHEMA exports;
