-- proof: scan public.orders
-- setup
CREATE TABLE public.orders (id bigint PRIMARY KEY);
INSERT INTO public.orders SELECT n FROM generate_series(1, 100) AS n;
-- migration
ALTER TABLE public.orders ADD COLUMN total numeric CHECK (total >= 0);
