-- proof: breaks SELECT id FROM public.orders with 42P01
-- setup
CREATE SCHEMA shop;
CREATE TABLE public.orders (id bigint PRIMARY KEY);
-- migration
CREATE VIEW shop.orders AS SELECT id FROM public.orders;
