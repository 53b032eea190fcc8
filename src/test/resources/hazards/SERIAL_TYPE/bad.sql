-- proof: fails INSERT INTO public.events (name) VALUES ('by default') with 23505
-- migration
CREATE TABLE public.events (id bigserial PRIMARY KEY, name text NOT NULL);
-- after
INSERT INTO public.events (id, name) VALUES (1, 'by hand');
