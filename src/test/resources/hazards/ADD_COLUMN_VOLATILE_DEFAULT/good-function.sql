-- proof: rewrite public.users
-- note: a function is VOLATILE unless it says otherwise; the server would look into one of LANGUAGE sql instead
-- setup
CREATE TABLE public.users (id bigint PRIMARY KEY);
INSERT INTO public.users SELECT n FROM generate_series(1, 100) AS n;
-- migration
CREATE FUNCTION public.default_locale() RETURNS text LANGUAGE plpgsql STABLE AS $$ BEGIN RETURN 'en'; END $$;
ALTER TABLE public.users ADD COLUMN locale text DEFAULT public.default_locale();
