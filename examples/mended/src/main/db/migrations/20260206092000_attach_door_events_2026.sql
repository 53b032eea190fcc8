-- Rollback: none because the partitions stay as they are

ALTER TABLE club.door_events ATTACH PARTITION club.door_events_2026 FOR VALUES FROM ('2026-01-01 00:00:00+00') TO ('2027-01-01 00:00:00+00');
ALTER TABLE club.door_events_2026 DROP CONSTRAINT door_events_2026_bound;
