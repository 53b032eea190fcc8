-- proof: rewrite public.events
-- setup
CREATE TABLE public.events (name text NOT NULL);
INSERT INTO public.events SELECT 'event ' || n FROM generate_series(1, 100) AS n;
-- migration
ALTER TABLE public.events ADD COLUMN id bigint;
CREATE SEQUENCE public.events_id_seq OWNED BY public.events.id;
ALTER TABLE public.events ALTER COLUMN id SET DEFAULT nextval('public.events_id_seq');
