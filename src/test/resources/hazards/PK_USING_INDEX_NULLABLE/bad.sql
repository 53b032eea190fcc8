-- proof: scan public.users
-- setup
CREATE TABLE public.users (id bigint, email text NOT NULL);
INSERT INTO public.users SELECT n, 'user' || n || '@example.com' FROM generate_series(1, 100) AS n;
CREATE UNIQUE INDEX CONCURRENTLY users_pkey ON public.users (id);
-- migration
ALTER TABLE public.users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_pkey;
