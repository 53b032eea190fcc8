-- proof: builds public.orders_user_id_idx
-- proof: lock ShareLock public.orders
-- setup
CREATE TABLE public.orders (id bigint PRIMARY KEY, user_id bigint NOT NULL);
INSERT INTO public.orders SELECT n, n FROM generate_series(1, 100) AS n;
-- migration
CREATE TABLE public.orders_new AS SELECT id, user_id FROM public.orders;
ALTER TABLE public.orders_new RENAME TO orders_copy;
CREATE INDEX orders_user_id_idx ON public.orders_copy (user_id);
