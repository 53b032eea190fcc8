-- proof: held AccessExclusiveLock public.users during 2
-- setup
CREATE TABLE public.users (id bigint PRIMARY KEY);
-- migration
ALTER TABLE public.users ADD COLUMN locale text;
ALTER TABLE public.users ADD COLUMN time_zone text;
