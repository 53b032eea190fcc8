-- proof: query SELECT count(*) FROM public.documents = 0
-- setup
CREATE TABLE public.documents (id bigint PRIMARY KEY, draft boolean NOT NULL);
INSERT INTO public.documents VALUES (1, false), (2, true);
-- migration
ALTER TABLE public.documents ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
