-- proof: rewrite public.users
-- setup
CREATE TABLE public.users (id bigint PRIMARY KEY);
INSERT INTO public.users SELECT n FROM generate_series(1, 100) AS n;
-- migration
ALTER TABLE public.users ADD COLUMN seen_at timestamptz NOT NULL DEFAULT (now() + interval '1 day');
