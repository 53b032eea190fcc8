-- proof: breaks SELECT id FROM shop.orders with 42P01
-- setup
CREATE SCHEMA shop;
CREATE TABLE shop.orders (id bigint PRIMARY KEY);
-- migration
ALTER SCHEMA shop RENAME TO store;
