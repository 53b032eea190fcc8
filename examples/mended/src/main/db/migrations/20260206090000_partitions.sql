-- Rollback: none because the partitions stay as they are

ALTER TABLE club.door_events_2026 ADD CONSTRAINT door_events_2026_bound CHECK (happened_at IS NOT NULL AND happened_at >= '2026-01-01 00:00:00+00' AND happened_at < '2027-01-01 00:00:00+00') NOT VALID;

CREATE INDEX weather_celsius_idx ON ONLY club.weather (celsius);
CREATE INDEX CONCURRENTLY weather_2025_weather_celsius_idx ON club.weather_2025 (celsius);
ALTER INDEX club.weather_celsius_idx ATTACH PARTITION club.weather_2025_weather_celsius_idx;
CREATE INDEX CONCURRENTLY weather_other_weather_celsius_idx ON club.weather_other (celsius);
ALTER INDEX club.weather_celsius_idx ATTACH PARTITION club.weather_other_weather_celsius_idx;

ALTER TABLE club.door_events DETACH PARTITION club.door_events_2024 CONCURRENTLY;

-- beside a DEFAULT partition there is no CONCURRENTLY: at a quiet moment
-- dbsage:ignore DETACH_BLOCKING because nobody reads the weather on a Monday night, and it takes no time
ALTER TABLE club.weather DETACH PARTITION club.weather_2025;
