-- proof: query SELECT count(*) FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0] WHERE i.indrelid = 'public.orders'::regclass AND a.attname = 'user_id' = 1
-- setup
CREATE TABLE public.users (id bigint PRIMARY KEY);
CREATE TABLE public.orders (id bigint PRIMARY KEY, user_id bigint NOT NULL);
-- migration
CREATE INDEX CONCURRENTLY orders_user_id_idx ON public.orders (user_id);
ALTER TABLE public.orders
  ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users (id) NOT VALID;
