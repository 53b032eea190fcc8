-- proof: held AccessExclusiveLock public.users during 2
-- setup
CREATE TABLE public.users (id bigint PRIMARY KEY);
CREATE TABLE public.orders (id bigint PRIMARY KEY, user_id bigint NOT NULL, total numeric NOT NULL);
INSERT INTO public.orders SELECT n, n, n FROM generate_series(1, 100) AS n;
CREATE TABLE public.revenue (user_id bigint PRIMARY KEY, total numeric NOT NULL);
-- migration
ALTER TABLE public.users ADD COLUMN locale text;
INSERT INTO public.revenue SELECT user_id, sum(total) FROM public.orders GROUP BY user_id;
