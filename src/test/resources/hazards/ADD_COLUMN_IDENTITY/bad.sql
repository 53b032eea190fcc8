-- proof: rewrite public.events
-- setup
CREATE TABLE public.events (name text NOT NULL);
INSERT INTO public.events SELECT 'event ' || n FROM generate_series(1, 100) AS n;
-- migration
ALTER TABLE public.events ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY;
