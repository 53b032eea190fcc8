-- Rollback: none because a validated constraint stands in nobody's way

ALTER TABLE club.visits VALIDATE CONSTRAINT visits_number_present;
