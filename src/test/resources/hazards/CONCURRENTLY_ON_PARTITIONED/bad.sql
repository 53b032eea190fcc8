-- proof: error 0A000
-- setup
CREATE TABLE public.events (id bigint NOT NULL, at timestamptz NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE public.events_2026 PARTITION OF public.events
  FOR VALUES FROM ('2026-01-01 00:00+00') TO ('2027-01-01 00:00+00');
INSERT INTO public.events SELECT n, '2026-06-01 00:00+00' FROM generate_series(1, 100) AS n;
-- migration
CREATE INDEX CONCURRENTLY events_at_idx ON public.events (at);
