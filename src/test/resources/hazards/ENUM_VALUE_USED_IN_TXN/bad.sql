-- proof: error 55P04
-- setup
CREATE TYPE public.order_status AS ENUM ('open', 'paid');
CREATE TABLE public.orders (id bigint PRIMARY KEY, status public.order_status NOT NULL);
INSERT INTO public.orders VALUES (1, 'open'), (2, 'paid');
-- migration
BEGIN;
ALTER TYPE public.order_status ADD VALUE 'refunded';
UPDATE public.orders SET status = 'refunded' WHERE id = 2;
COMMIT;
