-- proof: scan public.events_2025
-- setup
CREATE TABLE public.events (id bigint NOT NULL, at timestamptz NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE public.events_2025 (id bigint NOT NULL, at timestamptz NOT NULL);
INSERT INTO public.events_2025 SELECT n, '2025-06-01 00:00+00' FROM generate_series(1, 100) AS n;
-- migration
-- dbsage: transaction=false
ALTER TABLE public.events_2025 ADD CONSTRAINT events_2025_at_check
  CHECK (at >= '2025-01-01 00:00+00' AND at < '2026-01-01 00:00+00') NOT VALID;
ALTER TABLE public.events_2025 VALIDATE CONSTRAINT events_2025_at_check;
ALTER TABLE public.events ATTACH PARTITION public.events_2025
  FOR VALUES FROM ('2025-01-01 00:00+00') TO ('2026-01-01 00:00+00');
