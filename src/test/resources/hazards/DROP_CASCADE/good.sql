-- proof: breaks SELECT id, slug FROM public.article_links with 42P01
-- setup
CREATE TABLE public.articles (id bigint PRIMARY KEY, title text NOT NULL);
CREATE FUNCTION public.slug(title text) RETURNS text LANGUAGE sql IMMUTABLE
  AS $$ SELECT replace(lower(title), ' ', '-') $$;
CREATE VIEW public.article_links AS SELECT id, public.slug(title) AS slug FROM public.articles;
-- migration
CREATE OR REPLACE VIEW public.article_links AS
  SELECT id, replace(lower(title), ' ', '-') AS slug FROM public.articles;
DROP FUNCTION public.slug(text);
