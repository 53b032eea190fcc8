-- proof: query SELECT count(*) FROM public.orders o WHERE NOT EXISTS (SELECT FROM public.users u WHERE u.id = o.user_id) = 0
-- role: superuser
-- setup
CREATE TABLE public.users (id bigint PRIMARY KEY);
INSERT INTO public.users VALUES (1);
CREATE TABLE public.orders (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES public.users (id));
CREATE INDEX orders_user_id_idx ON public.orders (user_id);
CREATE FUNCTION public.notify_shop() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('shop', NEW.id::text);
  RETURN NULL;
END $$;
CREATE TRIGGER orders_notify AFTER INSERT ON public.orders FOR EACH ROW EXECUTE FUNCTION public.notify_shop();
CREATE TABLE public.old_orders (id bigint PRIMARY KEY, user_id bigint NOT NULL);
INSERT INTO public.old_orders VALUES (10, 1), (11, 999);
-- migration
INSERT INTO public.orders
  SELECT o.id, o.user_id FROM public.old_orders o JOIN public.users u ON u.id = o.user_id;
