-- proof: rewrite public.users
-- note: a USING that is more than the column itself always computes each row
-- setup
CREATE TABLE public.users (id bigint PRIMARY KEY, name varchar(50) NOT NULL);
INSERT INTO public.users SELECT n, 'user ' || n FROM generate_series(1, 100) AS n;
-- migration
ALTER TABLE public.users ALTER COLUMN name TYPE text USING trim(name);
