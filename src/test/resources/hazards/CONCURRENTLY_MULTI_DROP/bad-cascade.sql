-- proof: error 0A000
-- setup
CREATE TABLE public.orders (id bigint PRIMARY KEY, user_id bigint NOT NULL);
CREATE INDEX orders_user_id_idx ON public.orders (user_id);
-- migration
DROP INDEX CONCURRENTLY public.orders_user_id_idx CASCADE;
