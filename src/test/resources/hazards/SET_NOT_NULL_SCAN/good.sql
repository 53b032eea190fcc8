-- proof: scan public.users
-- setup
CREATE TABLE public.users (id bigint PRIMARY KEY, email text);
INSERT INTO public.users SELECT n, 'user' || n || '@example.com' FROM generate_series(1, 100) AS n;
-- migration
-- dbsage: transaction=false
ALTER TABLE public.users ADD CONSTRAINT users_email_not_null CHECK (email IS NOT NULL) NOT VALID;
ALTER TABLE public.users VALIDATE CONSTRAINT users_email_not_null;
ALTER TABLE public.users ALTER COLUMN email SET NOT NULL;
