-- proof: query SELECT count(*) FROM public.orders o WHERE NOT EXISTS (SELECT FROM public.users u WHERE u.id = o.user_id) = 1
-- setup
CREATE TABLE public.users (id bigint PRIMARY KEY);
CREATE TABLE public.orders (
  id bigint PRIMARY KEY,
  user_id bigint NOT NULL CONSTRAINT orders_user_id_fkey REFERENCES public.users (id)
);
CREATE INDEX orders_user_id_idx ON public.orders (user_id);
-- migration
ALTER TABLE public.orders DROP CONSTRAINT orders_user_id_fkey;
-- after
INSERT INTO public.orders VALUES (1, 999);
