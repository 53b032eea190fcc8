-- proof: error 42809
-- versions: 14-17
-- server: 17
-- setup
CREATE TABLE public.users (id bigint PRIMARY KEY);
INSERT INTO public.users SELECT n FROM generate_series(1, 100) AS n;
CREATE TABLE public.orders (id bigint NOT NULL, user_id bigint NOT NULL, placed_on date NOT NULL)
  PARTITION BY RANGE (placed_on);
CREATE TABLE public.orders_2026 PARTITION OF public.orders
  FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
INSERT INTO public.orders SELECT n, n, '2026-01-01' FROM generate_series(1, 100) AS n;
CREATE INDEX orders_user_id_idx ON public.orders (user_id);
-- migration
ALTER TABLE public.orders
  ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users (id) NOT VALID;
