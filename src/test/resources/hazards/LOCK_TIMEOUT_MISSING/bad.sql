-- proof: query SELECT lock_timeout FROM public.schema_notes = 0
-- setup
CREATE TABLE public.users (id bigint PRIMARY KEY);
CREATE TABLE public.schema_notes (
  note text NOT NULL,
  lock_timeout text NOT NULL DEFAULT current_setting('lock_timeout')
);
-- migration
SET lock_timeout = 0;
ALTER TABLE public.users ADD COLUMN locale text;
INSERT INTO public.schema_notes (note) VALUES ('users have a locale');
