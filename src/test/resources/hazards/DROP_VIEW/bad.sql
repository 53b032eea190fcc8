-- proof: breaks SELECT id FROM public.active_users with 42P01
-- setup
CREATE TABLE public.users (id bigint PRIMARY KEY, active boolean NOT NULL, banned boolean NOT NULL);
CREATE VIEW public.active_users AS SELECT id FROM public.users WHERE active;
-- migration
DROP VIEW public.active_users;
