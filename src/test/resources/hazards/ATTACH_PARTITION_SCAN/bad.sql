-- proof: scan public.events_2025
-- setup
CREATE TABLE public.events (id bigint NOT NULL, at timestamptz NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE public.events_2025 (id bigint NOT NULL, at timestamptz NOT NULL);
INSERT INTO public.events_2025 SELECT n, '2025-06-01 00:00+00' FROM generate_series(1, 100) AS n;
-- migration
ALTER TABLE public.events ATTACH PARTITION public.events_2025
  FOR VALUES FROM ('2025-01-01 00:00+00') TO ('2026-01-01 00:00+00');
