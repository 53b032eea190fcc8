-- proof: rewrite public.orders
-- setup
CREATE TABLE public.orders (id bigint PRIMARY KEY, quantity integer NOT NULL);
INSERT INTO public.orders SELECT n, n FROM generate_series(1, 100) AS n;
-- migration
ALTER TABLE public.orders ALTER COLUMN quantity TYPE bigint;
