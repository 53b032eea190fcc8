-- proof: warning 42622
-- setup
CREATE TABLE public.orders (id bigint PRIMARY KEY, delivery_address_postal_code text NOT NULL);
-- migration
CREATE INDEX CONCURRENTLY orders_delivery_address_postal_code_for_the_shipping_department_idx
  ON public.orders (delivery_address_postal_code);
