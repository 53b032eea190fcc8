-- proof: breaks SELECT email FROM public.users with 42703
-- setup
CREATE TABLE public.users (id bigint PRIMARY KEY, email text NOT NULL);
INSERT INTO public.users VALUES (1, 'ann@example.com');
-- migration
ALTER TABLE public.users RENAME COLUMN email TO email_address;
