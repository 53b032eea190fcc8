-- proof: builds public.users_pkey
-- setup
CREATE TABLE public.users (id bigint NOT NULL, email text NOT NULL);
INSERT INTO public.users SELECT n, 'user' || n || '@example.com' FROM generate_series(1, 100) AS n;
-- migration
ALTER TABLE public.users ADD CONSTRAINT users_pkey PRIMARY KEY (id);
