-- proof: rewrite public.sessions
-- proof: lock AccessExclusiveLock public.sessions
-- setup
CREATE TABLE public.sessions (id bigint PRIMARY KEY, data text);
INSERT INTO public.sessions SELECT n, 'x' FROM generate_series(1, 100) AS n;
-- migration
VACUUM (ANALYZE) public.sessions;
