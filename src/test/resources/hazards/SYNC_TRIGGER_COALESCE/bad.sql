-- proof: query SELECT email = email_address FROM public.users = f
-- setup
CREATE TABLE public.users (id bigint PRIMARY KEY, email text, email_address text);
-- migration
CREATE FUNCTION public.sync_email() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.email_address := COALESCE(NEW.email_address, NEW.email);
  NEW.email := COALESCE(NEW.email, NEW.email_address);
  RETURN NEW;
END $$;
CREATE TRIGGER users_sync_email BEFORE INSERT OR UPDATE ON public.users
  FOR EACH ROW EXECUTE FUNCTION public.sync_email();
-- after
INSERT INTO public.users (id, email) VALUES (1, 'ann@example.com');
UPDATE public.users SET email = 'ann@example.org' WHERE id = 1;
