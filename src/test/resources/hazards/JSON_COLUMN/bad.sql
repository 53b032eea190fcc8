-- proof: fails SELECT DISTINCT payload FROM public.events with 42883
-- migration
CREATE TABLE public.events (id bigint PRIMARY KEY, payload json NOT NULL);
