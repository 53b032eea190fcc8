-- proof: query SELECT count(DISTINCT placed_at) FROM public.orders = 2
-- migration
CREATE TABLE public.orders (id bigint PRIMARY KEY, placed_at timestamptz NOT NULL);
-- after
INSERT INTO public.orders VALUES (1, '2026-01-01 12:00+01'), (2, '2026-01-01 12:00-08');
