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
CREATE FUNCTION public.lower_email() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.email := lower(NEW.email);
  RETURN NEW;
END $$;
CREATE TRIGGER users_lower_email BEFORE UPDATE ON public.users
  FOR EACH ROW EXECUTE FUNCTION public.lower_email();
