-- proof: scan public.orders
-- setup
CREATE TABLE public.shops (id bigint PRIMARY KEY);
INSERT INTO public.shops VALUES (1);
CREATE TABLE public.orders (id bigint PRIMARY KEY);
INSERT INTO public.orders SELECT n FROM generate_series(1, 100) AS n;
-- migration
ALTER TABLE public.orders ADD COLUMN shop_id bigint DEFAULT 1 REFERENCES public.shops (id);
