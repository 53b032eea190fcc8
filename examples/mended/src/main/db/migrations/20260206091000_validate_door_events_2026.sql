-- Rollback: none because a validated constraint stands in nobody's way

ALTER TABLE club.door_events_2026 VALIDATE CONSTRAINT door_events_2026_bound;
