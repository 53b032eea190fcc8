-- proof: builds public.users_code_key
-- setup
CREATE TABLE public.users (id bigint PRIMARY KEY);
INSERT INTO public.users SELECT n FROM generate_series(1, 100) AS n;
-- migration
ALTER TABLE public.users ADD COLUMN code text;
CREATE UNIQUE INDEX CONCURRENTLY users_code_key ON public.users (code);
ALTER TABLE public.users ADD CONSTRAINT users_code_key UNIQUE USING INDEX users_code_key;
