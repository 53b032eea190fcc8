-- proof: invalid public.users_email_key
-- setup
CREATE TABLE public.users (id bigint PRIMARY KEY, email text NOT NULL);
INSERT INTO public.users VALUES (1, 'ann@example.com'), (2, 'ann@example.com');
-- fails 23505
CREATE UNIQUE INDEX CONCURRENTLY users_email_key ON public.users (email);
DELETE FROM public.users WHERE id = 2;
-- migration
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS users_email_key ON public.users (email);
