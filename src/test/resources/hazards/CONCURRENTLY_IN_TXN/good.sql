-- proof: error 25001
-- setup
CREATE TABLE public.orders (id bigint PRIMARY KEY, user_id bigint NOT NULL);
INSERT INTO public.orders SELECT n, n FROM generate_series(1, 100) AS n;
-- migration
CREATE INDEX CONCURRENTLY orders_user_id_idx ON public.orders (user_id);
