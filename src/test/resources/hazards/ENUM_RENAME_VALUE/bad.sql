-- proof: breaks SELECT id FROM public.orders WHERE status = 'paid' with 22P02
-- setup
CREATE TYPE public.order_status AS ENUM ('open', 'paid');
CREATE TABLE public.orders (id bigint PRIMARY KEY, status public.order_status NOT NULL);
INSERT INTO public.orders VALUES (1, 'open'), (2, 'paid');
-- migration
ALTER TYPE public.order_status RENAME VALUE 'paid' TO 'settled';
