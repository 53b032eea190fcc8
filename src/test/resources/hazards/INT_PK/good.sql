-- proof: fails INSERT INTO public.events (id) VALUES (2147483648) with 22003
-- migration
CREATE TABLE public.events (id bigint PRIMARY KEY);
