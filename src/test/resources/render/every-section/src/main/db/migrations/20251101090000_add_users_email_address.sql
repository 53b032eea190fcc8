-- Migration: 20251101090000_add_users_email_address
-- dbsage:ignore ROLLBACK_LOSES_DATA because every value is in the column email too
-- dbsage: lock_timeout=2s
-- dbsage: statement_timeout=1m

ALTER TABLE public.users ADD COLUMN email_address text;

CREATE FUNCTION public.sync_users_email() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.email_address := coalesce(NEW.email_address, NEW.email);
        NEW.email := NEW.email_address;
    ELSIF NEW.email_address IS DISTINCT FROM OLD.email_address THEN
        NEW.email := NEW.email_address;
    ELSIF NEW.email IS DISTINCT FROM OLD.email THEN
        NEW.email_address := NEW.email;
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER sync_email
    BEFORE INSERT OR UPDATE ON public.users
    FOR EACH ROW EXECUTE FUNCTION public.sync_users_email();

-- ROLLBACK SECTION
/*
DROP TRIGGER sync_email ON public.users;
DROP FUNCTION public.sync_users_email();
ALTER TABLE public.users DROP COLUMN email_address;
*/
