-- proof: rows 1000 public.users
-- setup
CREATE TABLE public.users (id bigint PRIMARY KEY, locale text);
INSERT INTO public.users SELECT n FROM generate_series(1, 1000) AS n;
-- migration
-- dbsage: transaction=false
UPDATE public.users SET locale = 'en' WHERE id BETWEEN 1 AND 500 AND locale IS NULL;
UPDATE public.users SET locale = 'en' WHERE id BETWEEN 501 AND 1000 AND locale IS NULL;
