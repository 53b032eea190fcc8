-- Rollback: none because the partitions stay as they are

-- danger: ATTACH_PARTITION_SCAN
ALTER TABLE club.door_events
    ATTACH PARTITION club.door_events_2026
    FOR VALUES FROM ('2026-01-01 00:00:00+00') TO ('2027-01-01 00:00:00+00');

-- danger: CONCURRENTLY_ON_PARTITIONED
CREATE INDEX CONCURRENTLY weather_celsius_idx ON club.weather (celsius);

-- danger: DETACH_BLOCKING
ALTER TABLE club.door_events DETACH PARTITION club.door_events_2024;

-- danger: DETACH_CONCURRENTLY_WITH_DEFAULT
ALTER TABLE club.weather DETACH PARTITION club.weather_2025 CONCURRENTLY;
