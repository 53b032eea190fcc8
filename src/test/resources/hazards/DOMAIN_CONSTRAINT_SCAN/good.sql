-- proof: scan public.users
-- setup
CREATE DOMAIN public.email AS text;
CREATE TABLE public.users (id bigint PRIMARY KEY, email public.email NOT NULL);
INSERT INTO public.users SELECT n, 'user' || n || '@example.com' FROM generate_series(1, 100) AS n;
-- migration
ALTER DOMAIN public.email ADD CONSTRAINT email_has_an_at CHECK (VALUE LIKE '%@%') NOT VALID;
