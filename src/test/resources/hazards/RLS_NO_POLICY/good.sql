-- proof: query SELECT count(*) FROM public.documents = 1
-- setup
CREATE TABLE public.documents (id bigint PRIMARY KEY, draft boolean NOT NULL);
INSERT INTO public.documents VALUES (1, false), (2, true);
-- migration
CREATE POLICY documents_published ON public.documents FOR SELECT USING (NOT draft);
ALTER TABLE public.documents ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
