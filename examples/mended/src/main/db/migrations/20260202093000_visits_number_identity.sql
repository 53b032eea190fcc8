-- Rollback: none because every visit has a number

ALTER TABLE club.visits ALTER COLUMN number SET NOT NULL;
ALTER TABLE club.visits DROP CONSTRAINT visits_number_present;
-- and behind that, in the same migration:
ALTER TABLE club.visits ALTER COLUMN number DROP DEFAULT,
  ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY;
SELECT setval(pg_get_serial_sequence('club.visits', 'number'), nextval('club.visits_number_seq'));
DROP SEQUENCE club.visits_number_seq;
