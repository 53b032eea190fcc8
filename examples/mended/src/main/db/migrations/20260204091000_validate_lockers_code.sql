-- Rollback: none because a validated constraint stands in nobody's way

ALTER TABLE club.lockers VALIDATE CONSTRAINT lockers_code_present;
