-- proof: rewrite public.users
-- setup
CREATE DOMAIN public.locale AS text CHECK (VALUE ~ '^[a-z]{2}$');
CREATE DOMAIN public.nickname AS varchar(40);
CREATE TABLE public.users (id bigint PRIMARY KEY);
INSERT INTO public.users SELECT n FROM generate_series(1, 100) AS n;
-- migration
ALTER TABLE public.users ADD COLUMN nickname public.nickname DEFAULT 'nobody';
