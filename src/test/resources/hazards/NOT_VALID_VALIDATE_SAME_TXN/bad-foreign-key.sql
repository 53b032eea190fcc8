-- proof: scan public.orders
-- proof: held ShareRowExclusiveLock public.users during 2
-- setup
CREATE TABLE public.users (id bigint PRIMARY KEY);
INSERT INTO public.users SELECT n FROM generate_series(1, 100) AS n;
CREATE TABLE public.orders (id bigint PRIMARY KEY, user_id bigint NOT NULL);
INSERT INTO public.orders SELECT n, n FROM generate_series(1, 100) AS n;
CREATE INDEX orders_user_id_idx ON public.orders (user_id);
-- migration
ALTER TABLE public.orders
  ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users (id) NOT VALID;
ALTER TABLE public.orders VALIDATE CONSTRAINT orders_user_id_fkey;
