-- proof: error 55000
-- setup
CREATE TABLE public.events (id bigint NOT NULL, at timestamptz NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE public.events_2025 PARTITION OF public.events
  FOR VALUES FROM ('2025-01-01 00:00+00') TO ('2026-01-01 00:00+00');
CREATE TABLE public.events_other PARTITION OF public.events DEFAULT;
-- migration
ALTER TABLE public.events DETACH PARTITION public.events_2025 CONCURRENTLY;
