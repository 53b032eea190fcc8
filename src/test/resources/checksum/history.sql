CREATE TABLE h (id int);
INSERT INTO public.schema_migrations (version, notes) VALUES ('1', 'a; b');
UPDATE "schema_migrations" SET success = true;  delete from Schema_Migrations;
INSERT INTO schema_migrations_log VALUES (1);
