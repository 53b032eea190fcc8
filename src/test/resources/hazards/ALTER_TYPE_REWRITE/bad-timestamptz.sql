-- proof: rewrite public.orders
-- setup
CREATE TABLE public.orders (id bigint PRIMARY KEY, placed_at timestamp NOT NULL);
INSERT INTO public.orders SELECT n, '2026-01-01 12:00' FROM generate_series(1, 100) AS n;
-- migration
SET TimeZone = 'Europe/Berlin';
ALTER TABLE public.orders ALTER COLUMN placed_at TYPE timestamptz;
