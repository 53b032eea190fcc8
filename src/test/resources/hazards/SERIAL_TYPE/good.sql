-- proof: fails INSERT INTO public.events (name) VALUES ('by default') with 23505
-- migration
CREATE TABLE public.events (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL);
-- after
-- fails 428C9
INSERT INTO public.events (id, name) VALUES (1, 'by hand');
