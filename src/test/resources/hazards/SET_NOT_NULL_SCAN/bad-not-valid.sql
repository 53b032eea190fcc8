-- proof: scan public.users
-- note: a CHECK that was not validated proves nothing
-- setup
CREATE TABLE public.users (id bigint PRIMARY KEY, email text);
INSERT INTO public.users SELECT n, 'user' || n || '@example.com' FROM generate_series(1, 100) AS n;
ALTER TABLE public.users ADD CONSTRAINT users_email_check CHECK (email IS NOT NULL) NOT VALID;
-- migration
ALTER TABLE public.users ALTER COLUMN email SET NOT NULL;
