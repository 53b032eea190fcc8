-- Rollback: none because every visit has a number

ALTER TABLE club.visits ADD CONSTRAINT visits_number_present CHECK (number IS NOT NULL) NOT VALID;
