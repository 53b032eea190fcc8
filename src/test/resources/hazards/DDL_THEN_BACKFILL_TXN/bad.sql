-- proof: held AccessExclusiveLock public.users during 2
-- proof: rows 1000 public.users
-- setup
CREATE TABLE public.users (id bigint PRIMARY KEY);
INSERT INTO public.users SELECT n FROM generate_series(1, 1000) AS n;
-- migration
ALTER TABLE public.users ADD COLUMN locale text;
UPDATE public.users SET locale = 'en' WHERE locale IS NULL;
