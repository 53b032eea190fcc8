-- proof: breaks INSERT INTO public.users VALUES (2, 'bob@example.com') with 42P01
-- setup
CREATE TABLE public.users (id bigint PRIMARY KEY, email text NOT NULL);
INSERT INTO public.users VALUES (1, 'ann@example.com');
-- migration
ALTER TABLE public.users RENAME TO customers;
