-- proof: error 55P04
-- versions: 14-16
-- server: 16
-- migration
BEGIN;
CREATE TYPE public.order_status AS ENUM ('open', 'paid');
ALTER TYPE public.order_status ADD VALUE 'refunded';
CREATE TABLE public.orders (id bigint PRIMARY KEY, status public.order_status NOT NULL DEFAULT 'refunded');
COMMIT;
