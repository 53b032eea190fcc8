-- proof: lock ShareRowExclusiveLock public.users
-- setup
CREATE TABLE public.users (id bigint PRIMARY KEY, email text NOT NULL, updated_at timestamptz);
CREATE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at := now();
  RETURN NEW;
END $$;
CREATE TRIGGER users_touch BEFORE UPDATE ON public.users FOR EACH ROW EXECUTE FUNCTION public.touch();
-- migration
CREATE OR REPLACE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at := now();
  NEW.email := lower(NEW.email);
  RETURN NEW;
END $$;
