-- proof: scan public.orders
-- proof: held AccessExclusiveLock public.orders during 2
-- setup
CREATE TABLE public.orders (id bigint PRIMARY KEY, total numeric NOT NULL);
INSERT INTO public.orders SELECT n, n FROM generate_series(1, 100) AS n;
-- migration
-- dbsage: transaction=false
ALTER TABLE public.orders ADD CONSTRAINT orders_total_positive CHECK (total >= 0) NOT VALID;
ALTER TABLE public.orders VALIDATE CONSTRAINT orders_total_positive;
