-- proof: breaks SELECT id, fax FROM public.users with 42703
-- setup
CREATE TABLE public.users (id bigint PRIMARY KEY, fax text NOT NULL);
INSERT INTO public.users VALUES (1, '555-0100');
-- migration
ALTER TABLE public.users DROP COLUMN fax;
