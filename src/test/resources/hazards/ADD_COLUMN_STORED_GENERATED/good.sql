-- proof: rewrite public.order_items
-- setup
CREATE TABLE public.order_items (id bigint PRIMARY KEY, price numeric NOT NULL, quantity integer NOT NULL);
INSERT INTO public.order_items SELECT n, 9.90, n FROM generate_series(1, 100) AS n;
-- migration
CREATE VIEW public.order_item_totals AS
  SELECT id, price, quantity, price * quantity AS total FROM public.order_items;
