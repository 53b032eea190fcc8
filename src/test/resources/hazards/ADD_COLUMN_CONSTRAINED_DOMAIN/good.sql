-- proof: rewrite public.users
-- setup
CREATE DOMAIN public.locale AS text CHECK (VALUE ~ '^[a-z]{2}$');
CREATE TABLE public.users (id bigint PRIMARY KEY, email text NOT NULL);
INSERT INTO public.users SELECT n, 'user' || n || '@example.com' FROM generate_series(1, 100) AS n;
-- migration
ALTER TABLE public.users ADD COLUMN locale text;
ALTER TABLE public.users ADD CONSTRAINT users_locale_check CHECK (locale ~ '^[a-z]{2}$') NOT VALID;
