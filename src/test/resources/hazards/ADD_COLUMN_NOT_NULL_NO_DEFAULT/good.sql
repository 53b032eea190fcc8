-- proof: error 23502
-- setup
CREATE TABLE public.users (id bigint PRIMARY KEY, email text NOT NULL);
INSERT INTO public.users VALUES (1, 'ann@example.com');
-- migration
ALTER TABLE public.users ADD COLUMN locale text NOT NULL DEFAULT 'en';
