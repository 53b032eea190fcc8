-- proof: rewrite public.imports
-- setup
CREATE UNLOGGED TABLE public.imports (id bigint PRIMARY KEY, line text NOT NULL);
INSERT INTO public.imports SELECT n, 'line ' || n FROM generate_series(1, 100) AS n;
-- migration
ALTER TABLE public.imports SET LOGGED;
