-- proof: rewrite public.users
-- setup
CREATE TABLE public.users (id bigint PRIMARY KEY, email text NOT NULL);
INSERT INTO public.users SELECT n, 'user' || n || '@example.com' FROM generate_series(1, 100) AS n;
-- migration
ALTER TABLE public.users ADD COLUMN token uuid DEFAULT gen_random_uuid();
