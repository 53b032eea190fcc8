-- proof: held AccessExclusiveLock public.users during 2
-- setup
CREATE TABLE public.users (id bigint PRIMARY KEY);
CREATE TABLE public.orders (id bigint PRIMARY KEY, user_id bigint NOT NULL);
-- migration
-- dbsage: transaction=false
ALTER TABLE public.users ADD COLUMN locale text;
ALTER TABLE public.orders ADD COLUMN locale text;
