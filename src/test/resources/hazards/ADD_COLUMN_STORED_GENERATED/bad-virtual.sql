-- proof: rewrite public.order_items
-- needs: 18
-- server: 18
-- setup
CREATE TABLE public.order_items (id bigint PRIMARY KEY, price numeric NOT NULL, quantity integer NOT NULL);
INSERT INTO public.order_items SELECT n, 9.90, n FROM generate_series(1, 100) AS n;
-- migration
ALTER TABLE public.order_items ADD COLUMN total numeric GENERATED ALWAYS AS (price * quantity) STORED;
