-- proof: builds public.users_name_idx
-- setup
CREATE TABLE public.users (id bigint PRIMARY KEY, name varchar(50) NOT NULL);
INSERT INTO public.users SELECT n, 'user ' || n FROM generate_series(1, 100) AS n;
CREATE INDEX users_name_idx ON public.users (name);
-- migration
ALTER TABLE public.users ALTER COLUMN name TYPE varchar(50) COLLATE "C";
