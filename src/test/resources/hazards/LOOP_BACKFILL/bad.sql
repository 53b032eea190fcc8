-- proof: rows 1000 public.users
-- setup
CREATE TABLE public.users (id bigint PRIMARY KEY, locale text);
INSERT INTO public.users SELECT n FROM generate_series(1, 1000) AS n;
-- migration
DO $$
DECLARE
  changed bigint;
BEGIN
  LOOP
    UPDATE public.users SET locale = 'en'
    WHERE id IN (SELECT id FROM public.users WHERE locale IS NULL ORDER BY id LIMIT 100);
    GET DIAGNOSTICS changed = ROW_COUNT;
    EXIT WHEN changed = 0;
  END LOOP;
END $$;
