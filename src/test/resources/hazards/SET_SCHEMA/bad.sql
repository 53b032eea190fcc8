-- proof: breaks SELECT id FROM public.orders with 42P01
-- setup
CREATE SCHEMA shop;
CREATE TABLE public.orders (id bigint PRIMARY KEY);
-- migration
ALTER TABLE public.orders SET SCHEMA shop;
