-- proof: error 25001
-- setup
CREATE TABLE public.sessions (id bigint PRIMARY KEY);
INSERT INTO public.sessions SELECT n FROM generate_series(1, 100) AS n;
-- migration
VACUUM public.sessions;
