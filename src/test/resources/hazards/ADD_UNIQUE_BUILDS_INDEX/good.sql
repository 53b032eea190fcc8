-- proof: builds public.users_email_key
-- setup
CREATE TABLE public.users (id bigint PRIMARY KEY, email text NOT NULL);
INSERT INTO public.users SELECT n, 'user' || n || '@example.com' FROM generate_series(1, 100) AS n;
-- migration
CREATE UNIQUE INDEX CONCURRENTLY users_email_key ON public.users (email);
ALTER TABLE public.users ADD CONSTRAINT users_email_key UNIQUE USING INDEX users_email_key;
