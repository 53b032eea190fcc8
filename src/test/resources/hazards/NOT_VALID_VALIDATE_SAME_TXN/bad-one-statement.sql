-- proof: scan public.orders
-- setup
CREATE TABLE public.orders (id bigint PRIMARY KEY, total numeric NOT NULL);
INSERT INTO public.orders SELECT n, n FROM generate_series(1, 100) AS n;
-- migration
ALTER TABLE public.orders
  ADD CONSTRAINT orders_total_positive CHECK (total >= 0) NOT VALID,
  VALIDATE CONSTRAINT orders_total_positive;
