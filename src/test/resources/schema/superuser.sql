-- What takes a superuser.
CREATE FOREIGN DATA WRAPPER elsewhere OPTIONS (a 'b');
CREATE SERVER remote TYPE 'x' VERSION '1' FOREIGN DATA WRAPPER elsewhere OPTIONS (host 'h', password 'not-shown-1');
CREATE USER MAPPING FOR ${reader} SERVER remote OPTIONS (password 'not-shown-2');
CREATE USER MAPPING FOR PUBLIC SERVER remote;
GRANT USAGE ON FOREIGN SERVER remote TO ${reader};
CREATE FOREIGN TABLE shop.far (id integer OPTIONS (column_name 'ident') NOT NULL) SERVER remote OPTIONS (table_name 't');
CREATE FUNCTION public.on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER watch ON ddl_command_end WHEN TAG IN ('DROP TABLE', 'CREATE TABLE') EXECUTE FUNCTION public.on_ddl();
ALTER EVENT TRIGGER watch DISABLE;
CREATE PUBLICATION everything FOR ALL TABLES;
CREATE SUBSCRIPTION copy CONNECTION 'host=nowhere password=not-shown-3' PUBLICATION b, a WITH (connect = false, slot_name = NONE, streaming = false);
CREATE OPERATOR FAMILY public.ints USING btree;
CREATE OPERATOR CLASS public.ints_ops FOR TYPE integer USING btree FAMILY public.ints AS
  OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(integer, integer);
CREATE LANGUAGE plother HANDLER plpgsql_call_handler;
CREATE CONVERSION public.latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
CREATE TRANSFORM FOR integer LANGUAGE plother (FROM SQL WITH FUNCTION prsd_lextype(internal));
CREATE TEXT SEARCH PARSER public.words (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
CREATE TEXT SEARCH TEMPLATE public.same (INIT = dsimple_init, LEXIZE = dsimple_lexize);
CREATE TYPE public.box2;
CREATE TYPE public.unfinished;
CREATE FUNCTION public.box2_in(cstring) RETURNS public.box2 LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION public.box2_out(public.box2) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE TYPE public.box2 (INPUT = public.box2_in, OUTPUT = public.box2_out, LIKE = integer);
