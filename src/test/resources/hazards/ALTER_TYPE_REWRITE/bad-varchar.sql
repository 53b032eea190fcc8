-- proof: rewrite public.users
-- setup
CREATE TABLE public.users (id bigint PRIMARY KEY, name varchar(50) NOT NULL);
INSERT INTO public.users SELECT n, 'user ' || n FROM generate_series(1, 100) AS n;
-- migration
ALTER TABLE public.users ALTER COLUMN name TYPE varchar(40);
