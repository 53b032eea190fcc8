-- proof: breaks SELECT id FROM shop.orders with 42P01
-- setup
CREATE SCHEMA shop;
CREATE TABLE shop.orders (id bigint PRIMARY KEY);
-- migration
CREATE SCHEMA store;
CREATE VIEW store.orders AS SELECT id FROM shop.orders;
