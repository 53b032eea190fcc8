-- proof: error 0A000
-- setup
CREATE TABLE public.orders (id bigint PRIMARY KEY, user_id bigint NOT NULL, placed_at timestamptz NOT NULL);
CREATE INDEX orders_user_id_idx ON public.orders (user_id);
CREATE INDEX orders_placed_at_idx ON public.orders (placed_at);
-- migration
DROP INDEX CONCURRENTLY public.orders_user_id_idx;
DROP INDEX CONCURRENTLY public.orders_placed_at_idx;
