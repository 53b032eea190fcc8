CREATE TABLE public.orders (id bigint PRIMARY KEY, state text);
CREATE VIEW public.open_orders AS SELECT id FROM public.orders WHERE state = 'open';
