-- Rollback: none because a validated constraint stands in nobody's way

ALTER DOMAIN club.phone_number VALIDATE CONSTRAINT phone_number_is_short;
