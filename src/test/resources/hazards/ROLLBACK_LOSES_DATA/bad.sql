-- proof: undone SELECT count(*) FROM public.users u WHERE to_jsonb(u) ->> 'nickname' = 'Annie' = 0
-- setup
CREATE TABLE public.users (id bigint PRIMARY KEY, name text NOT NULL);
INSERT INTO public.users VALUES (1, 'Ann');
-- migration
ALTER TABLE public.users ADD COLUMN nickname text;

-- ROLLBACK SECTION
/*
ALTER TABLE public.users DROP COLUMN nickname;
*/
-- after
UPDATE public.users SET nickname = 'Annie' WHERE id = 1;
