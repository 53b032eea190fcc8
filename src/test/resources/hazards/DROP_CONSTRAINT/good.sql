-- proof: query SELECT count(*) FROM public.orders o WHERE NOT EXISTS (SELECT FROM public.users u WHERE u.id = o.user_id) = 0
-- note: both let an application write the order first and its user behind it
-- setup
CREATE TABLE public.users (id bigint PRIMARY KEY);
CREATE TABLE public.orders (
  id bigint PRIMARY KEY,
  user_id bigint NOT NULL CONSTRAINT orders_user_id_fkey REFERENCES public.users (id)
);
CREATE INDEX orders_user_id_idx ON public.orders (user_id);
-- migration
ALTER TABLE public.orders ALTER CONSTRAINT orders_user_id_fkey DEFERRABLE INITIALLY DEFERRED;
-- after
-- fails 23503
INSERT INTO public.orders VALUES (1, 999);
