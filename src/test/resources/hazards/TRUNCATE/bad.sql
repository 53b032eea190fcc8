-- proof: empties public.sessions
-- proof: lock AccessExclusiveLock public.sessions
-- setup
CREATE TABLE public.sessions (id bigint PRIMARY KEY, expires_at timestamptz NOT NULL);
INSERT INTO public.sessions VALUES (1, '2020-01-01 00:00+00'), (2, '2099-01-01 00:00+00');
-- migration
TRUNCATE public.sessions;
