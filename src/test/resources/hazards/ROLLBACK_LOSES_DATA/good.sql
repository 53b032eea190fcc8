-- proof: undone SELECT count(*) FROM public.users u WHERE to_jsonb(u) ->> 'nickname' = 'Annie' = 1
-- setup
CREATE TABLE public.users (id bigint PRIMARY KEY, name text NOT NULL);
INSERT INTO public.users VALUES (1, 'Ann');
-- migration
-- Rollback: none because the old application does not mind the column
ALTER TABLE public.users ADD COLUMN nickname text;
-- after
UPDATE public.users SET nickname = 'Annie' WHERE id = 1;
