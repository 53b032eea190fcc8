-- proof: empties public.order_items
-- setup
CREATE TABLE public.orders (id bigint PRIMARY KEY);
CREATE TABLE public.order_items (id bigint PRIMARY KEY, order_id bigint NOT NULL REFERENCES public.orders (id));
CREATE INDEX order_items_order_id_idx ON public.order_items (order_id);
INSERT INTO public.orders VALUES (1), (2);
INSERT INTO public.order_items VALUES (1, 1);
-- migration
TRUNCATE public.orders CASCADE;
