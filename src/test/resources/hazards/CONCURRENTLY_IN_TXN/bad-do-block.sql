-- proof: error 25001
-- setup
CREATE TABLE public.orders (id bigint PRIMARY KEY, user_id bigint NOT NULL);
-- migration
DO $$
BEGIN
  EXECUTE 'CREATE INDEX CONCURRENTLY orders_user_id_idx ON public.orders (user_id)';
END $$;
