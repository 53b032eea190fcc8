-- proof: undone SELECT to_regclass('public.orders_user_id_idx') IS NULL = t
-- setup
CREATE TABLE public.orders (id bigint PRIMARY KEY, user_id bigint NOT NULL);
-- migration
CREATE INDEX CONCURRENTLY orders_user_id_idx ON public.orders (user_id);

-- ROLLBACK SECTION
/*
DROP INDEX CONCURRENTLY public.orders_user_id_idx;
*/
