-- proof: query SELECT email = email_address FROM public.users = t
-- setup
CREATE TABLE public.users (id bigint PRIMARY KEY, email text, email_address text);
-- migration
CREATE FUNCTION public.sync_email() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.email_address IS NULL THEN
      NEW.email_address := NEW.email;
    ELSE
      NEW.email := NEW.email_address;
    END IF;
  ELSIF NEW.email_address IS DISTINCT FROM OLD.email_address THEN
    NEW.email := NEW.email_address;
  ELSIF NEW.email IS DISTINCT FROM OLD.email THEN
    NEW.email_address := NEW.email;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER users_sync_email BEFORE INSERT OR UPDATE ON public.users
  FOR EACH ROW EXECUTE FUNCTION public.sync_email();
-- after
INSERT INTO public.users (id, email) VALUES (1, 'ann@example.com');
UPDATE public.users SET email = 'ann@example.org' WHERE id = 1;
