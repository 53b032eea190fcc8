-- proof: builds public.users_code_key
-- setup
CREATE TABLE public.users (id bigint PRIMARY KEY);
INSERT INTO public.users SELECT n FROM generate_series(1, 100) AS n;
-- migration
ALTER TABLE public.users ADD COLUMN code text UNIQUE;
