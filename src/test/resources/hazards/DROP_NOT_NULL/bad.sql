-- proof: query SELECT count(*) FROM public.users WHERE locale IS NULL = 1
-- setup
CREATE TABLE public.users (id bigint PRIMARY KEY, locale text NOT NULL);
INSERT INTO public.users VALUES (1, 'en');
-- migration
ALTER TABLE public.users ALTER COLUMN locale DROP NOT NULL;
-- after
INSERT INTO public.users (id) VALUES (2);
