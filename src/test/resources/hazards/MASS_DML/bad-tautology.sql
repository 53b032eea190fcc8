-- proof: rows 1000 public.users
-- setup
CREATE TABLE public.users (id bigint PRIMARY KEY, email text NOT NULL);
INSERT INTO public.users SELECT n, 'User' || n || '@example.com' FROM generate_series(1, 1000) AS n;
-- migration
DELETE FROM public.users WHERE 1 = 1;
