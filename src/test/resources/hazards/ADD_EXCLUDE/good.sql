-- proof: builds public.no_overlap
-- note: there is no safe way on a table that is in use; the good one begins with an empty table
-- setup
CREATE TABLE public.bookings (id bigint PRIMARY KEY, during tsrange NOT NULL);
INSERT INTO public.bookings
  SELECT n, tsrange('2026-01-01'::timestamp + n * interval '1 hour', '2026-01-01'::timestamp + (n + 1) * interval '1 hour')
  FROM generate_series(1, 100) AS n;
-- migration
CREATE TABLE public.reservations (
  id bigint PRIMARY KEY,
  during tsrange NOT NULL,
  CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&)
);
