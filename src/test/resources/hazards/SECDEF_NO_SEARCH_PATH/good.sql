-- proof: query SELECT public.is_admin('mallory') = f
-- setup
CREATE TABLE public.admins (name text PRIMARY KEY);
INSERT INTO public.admins VALUES ('ann');
-- migration
CREATE FUNCTION public.is_admin(who text) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT EXISTS (SELECT FROM admins WHERE name = who) $$;
-- after
CREATE TEMPORARY TABLE admins (name text PRIMARY KEY);
INSERT INTO pg_temp.admins VALUES ('mallory');
