-- What a role without any privileges can have in a database of its own; every kind once at least.
CREATE SCHEMA shop;
COMMENT ON SCHEMA shop IS 'What we sell';
GRANT USAGE, CREATE ON SCHEMA shop TO ${reader};
CREATE EXTENSION hstore WITH SCHEMA shop;

CREATE TYPE shop.mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE shop.place AS (street text, town text COLLATE "C");
CREATE TYPE shop.span AS RANGE (subtype = time, multirange_type_name = shop.spans);
CREATE DOMAIN shop.email AS text DEFAULT 'nobody@localhost' NOT NULL
  CONSTRAINT has_at CHECK (VALUE LIKE '%@%');
CREATE DOMAIN shop.positive AS integer CHECK (VALUE > 0);
COMMENT ON CONSTRAINT has_at ON DOMAIN shop.email IS 'A little';
COMMENT ON TYPE shop.mood IS 'How they feel';
COMMENT ON COLUMN shop.place.town IS 'Or village';
CREATE COLLATION shop.german (provider = icu, locale = 'de');
CREATE COLLATION shop.bytes (provider = libc, locale = 'C');

CREATE SEQUENCE shop.numbers AS integer START 10 INCREMENT 5 MAXVALUE 1000 CYCLE;
CREATE SEQUENCE shop.loose;

CREATE TABLE shop.customers (
  id bigint GENERATED ALWAYS AS IDENTITY (START 100) PRIMARY KEY,
  gone text,
  email shop.email,
  name varchar(100) COLLATE "C" NOT NULL,
  full_name text GENERATED ALWAYS AS (upper(name::text)) STORED,
  born date CHECK (born > '1900-01-01'),
  mood shop.mood DEFAULT 'ok',
  tags shop.hstore,
  "Odd Name" numeric(12, 2) DEFAULT 0.00,
  CONSTRAINT customers_email UNIQUE (email) DEFERRABLE INITIALLY DEFERRED
) WITH (fillfactor = 80, autovacuum_enabled = false, toast.autovacuum_enabled = false);
ALTER TABLE shop.customers DROP COLUMN gone;
COMMENT ON TABLE shop.customers IS 'Who
buys';
COMMENT ON COLUMN shop.customers.born IS 'Not asked';
COMMENT ON CONSTRAINT customers_pkey ON shop.customers IS 'The key';
COMMENT ON INDEX shop.customers_email IS 'Behind a constraint';
ALTER TABLE shop.customers ALTER COLUMN name SET STATISTICS 500;
ALTER TABLE shop.customers ALTER COLUMN name SET STORAGE EXTERNAL;
ALTER TABLE shop.customers ALTER COLUMN name SET (n_distinct = -0.5);
ALTER TABLE shop.customers REPLICA IDENTITY FULL;
CREATE INDEX customers_name ON shop.customers (lower(name::text) DESC, id) INCLUDE (born) WHERE mood = 'happy';
COMMENT ON INDEX shop.customers_name IS 'For the search';
CREATE STATISTICS shop.customers_stats (ndistinct, dependencies) ON name, born FROM shop.customers;

CREATE TABLE shop.orders (
  id serial PRIMARY KEY,
  customer bigint NOT NULL REFERENCES shop.customers ON DELETE CASCADE,
  parent integer,
  placed timestamptz NOT NULL DEFAULT now(),
  during tstzrange,
  total numeric CHECK (total >= 0),
  state text DEFAULT 'open',
  EXCLUDE USING gist (during WITH &&)
);
ALTER TABLE shop.orders ADD CONSTRAINT orders_parent FOREIGN KEY (parent) REFERENCES shop.orders
  DEFERRABLE NOT VALID;
ALTER TABLE shop.orders ADD CONSTRAINT orders_state CHECK (state <> '') NOT VALID;
CREATE INDEX orders_customer ON shop.orders (customer);
CREATE UNIQUE INDEX orders_placed ON shop.orders (placed, id);
ALTER TABLE shop.orders CLUSTER ON orders_customer;
ALTER TABLE shop.orders REPLICA IDENTITY USING INDEX orders_placed;
ALTER TABLE shop.orders ENABLE ROW LEVEL SECURITY;
ALTER TABLE shop.orders FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON shop.orders FOR SELECT TO ${reader}, ${writer} USING (state <> 'secret');
CREATE POLICY strict ON shop.orders AS RESTRICTIVE USING (true) WITH CHECK (total > 0);
COMMENT ON POLICY own ON shop.orders IS 'Theirs';
GRANT SELECT ON shop.orders TO ${reader};
GRANT INSERT, UPDATE ON shop.orders TO ${writer} WITH GRANT OPTION;
GRANT SELECT (id, placed) ON shop.orders TO ${writer};
CREATE UNLOGGED TABLE shop.sessions (id uuid PRIMARY KEY, data jsonb);

CREATE TABLE shop.events (at date NOT NULL, id integer NOT NULL, what text, PRIMARY KEY (at, id))
  PARTITION BY RANGE (at);
CREATE TABLE shop.events_2025 PARTITION OF shop.events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE shop.events_rest PARTITION OF shop.events DEFAULT PARTITION BY HASH (id);
CREATE TABLE shop.events_rest_0 PARTITION OF shop.events_rest FOR VALUES WITH (MODULUS 1, REMAINDER 0);
CREATE INDEX events_what ON shop.events (what);
CREATE TABLE shop.event_notes (at date, id integer, note text,
  CONSTRAINT notes_event FOREIGN KEY (at, id) REFERENCES shop.events);
CREATE TABLE shop.base (a integer CHECK (a > 0), b text);
CREATE TABLE shop.derived (c integer) INHERITS (shop.base);
CREATE TABLE shop.places OF shop.place;

CREATE FUNCTION shop.touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.placed := now();

  RETURN NEW;
END $$;
CREATE FUNCTION shop.area(w integer, h integer DEFAULT 1) RETURNS integer LANGUAGE sql IMMUTABLE STRICT
  PARALLEL SAFE COST 5 SET search_path = '' AS 'SELECT w * h';
COMMENT ON FUNCTION shop.area(integer, integer) IS 'Of a rectangle';
REVOKE EXECUTE ON FUNCTION shop.area(integer, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION shop.area(integer, integer) TO ${reader};
CREATE FUNCTION shop.adult(shop.customers) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT $1.born < ''2000-01-01''';
CREATE PROCEDURE shop.tidy(IN days integer) LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN NULL; END';
CREATE FUNCTION shop.pick(a integer, b integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT b';
CREATE AGGREGATE shop.newest(integer) (SFUNC = shop.pick, STYPE = integer, INITCOND = '0', PARALLEL = SAFE);
COMMENT ON AGGREGATE shop.newest(integer) IS 'The last one';
CREATE OPERATOR shop.@+@ (LEFTARG = integer, RIGHTARG = integer, FUNCTION = shop.pick);
COMMENT ON OPERATOR shop.@+@ (integer, integer) IS 'The right one';
CREATE FUNCTION shop.to_place(text) RETURNS shop.place LANGUAGE sql IMMUTABLE AS 'SELECT ROW($1, NULL)::shop.place';
CREATE CAST (text AS shop.place) WITH FUNCTION shop.to_place(text) AS ASSIGNMENT;

CREATE TRIGGER orders_touch BEFORE UPDATE OF state ON shop.orders FOR EACH ROW
  WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION shop.touch();
CREATE CONSTRAINT TRIGGER orders_later AFTER INSERT ON shop.orders DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION shop.touch();
COMMENT ON TRIGGER orders_touch ON shop.orders IS 'Keeps the time';
CREATE TRIGGER events_touch BEFORE INSERT ON shop.events FOR EACH ROW EXECUTE FUNCTION shop.touch();
ALTER TABLE shop.events_2025 DISABLE TRIGGER events_touch;
CREATE RULE no_delete AS ON DELETE TO shop.base DO INSTEAD NOTHING;
COMMENT ON RULE no_delete ON shop.base IS 'Kept';

CREATE VIEW shop.open_orders WITH (security_barrier = true) AS
  SELECT o.id, c.name AS customer FROM shop.orders o JOIN shop.customers c ON c.id = o.customer
   WHERE o.state = 'open';
ALTER VIEW shop.open_orders ALTER COLUMN customer SET DEFAULT 'x';
COMMENT ON VIEW shop.open_orders IS 'To do';
GRANT SELECT ON shop.open_orders TO PUBLIC;
CREATE MATERIALIZED VIEW shop.totals AS
  SELECT c.id, sum(o.total) AS total FROM shop.orders o JOIN shop.customers c ON c.id = o.customer
   GROUP BY c.id;
CREATE UNIQUE INDEX totals_id ON shop.totals (id);
CREATE MATERIALIZED VIEW shop.unread AS SELECT 1 AS one WITH NO DATA;

CREATE TEXT SEARCH DICTIONARY shop.plain (TEMPLATE = simple, accept = 'false');
CREATE TEXT SEARCH CONFIGURATION shop.search (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION shop.search ALTER MAPPING FOR asciiword WITH shop.plain, simple;
CREATE PUBLICATION changes FOR TABLE shop.customers, shop.orders WITH (publish = 'insert, update');
ALTER DEFAULT PRIVILEGES IN SCHEMA shop GRANT SELECT ON TABLES TO ${reader};
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

CREATE SCHEMA "Other";
CREATE TABLE "Other"."Odd table" ("select" integer);
CREATE TABLE public.schema_migrations (version text PRIMARY KEY);
CREATE TABLE public.dbsage_log (id bigint GENERATED ALWAYS AS IDENTITY, action text);
CREATE TABLE shop.schema_migrations (not_ours integer);
