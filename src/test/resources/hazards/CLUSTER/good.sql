-- proof: rewrite public.orders
-- proof: lock AccessExclusiveLock public.orders
-- setup
CREATE TABLE public.orders (id bigint PRIMARY KEY, user_id bigint NOT NULL);
INSERT INTO public.orders SELECT n, n FROM generate_series(1, 100) AS n;
CREATE INDEX orders_user_id_idx ON public.orders (user_id);
-- migration
CREATE INDEX CONCURRENTLY orders_user_id_covering_idx ON public.orders (user_id) INCLUDE (id);
