-- proof: scan public.users
-- setup
CREATE TABLE public.users (id bigint PRIMARY KEY, email text);
INSERT INTO public.users SELECT n, 'user' || n || '@example.com' FROM generate_series(1, 100) AS n;
-- migration
ALTER TABLE public.users ALTER COLUMN email SET NOT NULL;
