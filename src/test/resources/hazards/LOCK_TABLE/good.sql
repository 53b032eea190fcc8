-- proof: lock AccessExclusiveLock public.counters
-- setup
CREATE TABLE public.counters (name text PRIMARY KEY, value bigint NOT NULL);
INSERT INTO public.counters VALUES ('invoice', 41), ('receipt', 7);
-- migration
SELECT value FROM public.counters WHERE name = 'invoice' FOR UPDATE;
UPDATE public.counters SET value = value + 1000 WHERE name = 'invoice';
