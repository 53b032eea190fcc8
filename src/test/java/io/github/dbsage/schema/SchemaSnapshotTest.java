package io.github.dbsage.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.UserError;
import io.github.dbsage.testing.Goldens;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a snapshot shows, and what it does not. */
@OnPostgres
final class SchemaSnapshotTest {

  private TestDatabase database;

  @BeforeEach
  void take(TestDatabase fresh) {
    database = fresh;
  }

  @Test
  void showsEveryKindOfObjectAlikeOnEveryServer() {
    Shop shop = Shop.in(database).withTheSuperusers();
    SchemaSnapshot snapshot = shop.snapshot();
    shop.endSubscription();
    String text = shop.anonymous(snapshot.text());
    assertThat(text).doesNotContain("not-shown");
    Goldens.check("schema/everything.txt", comparable(text));
    assertThat(SchemaSnapshot.parse(snapshot.text(), "schema.txt")).isEqualTo(snapshot);
  }

  @Test
  void showsNothingOfDataAndOfWhatKeepingThemTakes() {
    Shop shop = Shop.in(database);
    SchemaSnapshot before = shop.snapshot();
    database.execute(
        "INSERT INTO shop.customers (email, name) SELECT 'a@b' || i, 'n' FROM generate_series(1, 50) i",
        "INSERT INTO shop.base SELECT i FROM generate_series(1, 50) i",
        "UPDATE shop.base SET b = 'x' WHERE a > 20",
        "SELECT nextval('shop.loose'), setval('shop.numbers', 500)",
        "REFRESH MATERIALIZED VIEW shop.totals",
        "ANALYZE",
        "VACUUM",
        "VACUUM FULL shop.customers",
        "CLUSTER shop.orders",
        "REINDEX TABLE shop.orders",
        "TRUNCATE shop.orders RESTART IDENTITY",
        "DROP STATISTICS shop.customers_stats",
        "CREATE STATISTICS shop.customers_stats (ndistinct, dependencies)"
            + " ON name, born FROM shop.customers",
        "ALTER TABLE shop.orders ALTER COLUMN total SET STATISTICS 5",
        "ALTER TABLE shop.orders ALTER COLUMN total SET STATISTICS -1",
        "DROP INDEX shop.orders_placed",
        "CREATE UNIQUE INDEX orders_placed ON shop.orders (placed, id)",
        "ALTER TABLE shop.orders REPLICA IDENTITY USING INDEX orders_placed",
        "GRANT DELETE ON shop.orders TO PUBLIC",
        "REVOKE DELETE ON shop.orders FROM PUBLIC",
        "ALTER TABLE shop.base RENAME TO other",
        "ALTER TABLE shop.other RENAME TO base");
    assertThat(SchemaDiff.between(before, shop.snapshot()).text()).isEmpty();
  }

  @Test
  void doesNotDependOnTheOrderInWhichThingsWereMade() {
    try (TestDatabase other = database.another()) {
      open(database);
      open(other);
      database.execute(
          "CREATE TABLE b (id int PRIMARY KEY, x text, y int NOT NULL DEFAULT 7)",
          "CREATE TABLE a (id int PRIMARY KEY, b int REFERENCES b, CHECK (id > 0))",
          "CREATE INDEX a_b ON a (b)",
          "CREATE INDEX b_x ON b (x)",
          "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
          "CREATE FUNCTION \"F\"(text) RETURNS int LANGUAGE sql AS 'SELECT 2'",
          "ALTER TABLE b SET (fillfactor = 50, autovacuum_enabled = off)",
          "GRANT SELECT, INSERT ON b TO PUBLIC",
          "COMMENT ON TABLE b IS 'B'");
      other.execute(
          "CREATE FUNCTION \"F\"(text) RETURNS int LANGUAGE sql AS 'SELECT 2'",
          "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
          "CREATE TABLE a (gone int, id int, gone_too text, b int)",
          "ALTER TABLE a DROP COLUMN gone, DROP COLUMN gone_too",
          "ALTER TABLE a ADD CHECK (id > 0)",
          "ALTER TABLE a ADD PRIMARY KEY (id)",
          "CREATE TABLE b (first int, x text, second int)",
          "ALTER TABLE b DROP COLUMN first",
          "ALTER TABLE b DROP COLUMN x",
          "ALTER TABLE b DROP COLUMN second",
          "ALTER TABLE b ADD COLUMN id int, ADD COLUMN x text, ADD COLUMN y int DEFAULT 7",
          "CREATE INDEX b_x ON b (x)",
          "CREATE INDEX a_b ON a (b)",
          "ALTER TABLE b ADD PRIMARY KEY (id), ALTER COLUMN y SET NOT NULL",
          "ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b",
          "COMMENT ON TABLE b IS 'B'",
          "GRANT INSERT ON b TO PUBLIC",
          "GRANT SELECT ON b TO PUBLIC",
          "ALTER TABLE b SET (autovacuum_enabled = off)",
          "ALTER TABLE b SET (fillfactor = 50)");
      String one = Shop.snapshot(database).text().replace(database.user(), "owner");
      String two = Shop.snapshot(other).text().replace(other.user(), "owner");
      assertThat(two).isEqualTo(one).contains("table public.b\n", "function public.\"F\"(text)\n");
    }
  }

  @Test
  void doesNotDependOnWhatTheRoleOrTheDatabaseSets() {
    Shop shop = Shop.in(database);
    SchemaSnapshot before = shop.snapshot();
    database.execute(
        "ALTER ROLE CURRENT_USER SET search_path = shop, public",
        "ALTER ROLE CURRENT_USER SET quote_all_identifiers = on",
        "ALTER ROLE CURRENT_USER SET DateStyle = 'German'",
        "ALTER ROLE CURRENT_USER SET IntervalStyle = 'iso_8601'",
        "ALTER ROLE CURRENT_USER SET TimeZone = 'Asia/Kathmandu'",
        "ALTER ROLE CURRENT_USER SET default_transaction_read_only = on");
    assertThat(SchemaDiff.between(before, shop.snapshot()).text()).isEmpty();
  }

  @Test
  void leavesTheSessionAndTheTransactionAsTheyWere() {
    try (Database opened = Database.at(database.target(), "schema test");
        Session session = opened.open()) {
      session.send("SET search_path = public");
      SchemaSnapshot.take(session, "public");
      open(database);
      session.send("BEGIN; CREATE TABLE t (id int); SET LOCAL IntervalStyle = 'iso_8601'");
      SchemaSnapshot within = SchemaSnapshot.within(session, "public");
      String path = "SELECT current_setting('search_path') || current_setting('IntervalStyle')";
      assertThat(value(session, path)).startsWith("publiciso_8601");
      session.send("COMMIT");
      assertThat(value(session, path)).startsWith("publicpostgres");
      assertThat(SchemaSnapshot.take(session, "public")).isEqualTo(within);
    }
  }

  @Test
  void leavesOutOurOwnTablesAndASchemaThatHoldsNothingElse() {
    open(database);
    SchemaSnapshot before = Shop.snapshot(database);
    database.execute(
        "CREATE TABLE schema_migrations (version text PRIMARY KEY)",
        "CREATE TABLE migration_progress (name text)",
        "CREATE TABLE dbsage_log (id bigint GENERATED ALWAYS AS IDENTITY, at timestamptz)",
        "CREATE INDEX anything ON dbsage_log (at)",
        "COMMENT ON TABLE dbsage_log IS 'Ours'");
    assertThat(SchemaDiff.between(before, Shop.snapshot(database)).text()).isEmpty();
    database.execute(
        "DROP TABLE schema_migrations, migration_progress, dbsage_log",
        "CREATE SCHEMA history",
        "CREATE TABLE history.dbsage_meta (key text PRIMARY KEY)");
    assertThat(in("history")).isEqualTo(before);
    database.execute("CREATE TABLE history.theirs (id int)");
    assertThat(SchemaDiff.between(before, in("history")).changes())
        .extracting(SchemaDiff.Change::heading)
        .containsExactly("schema history", "table history.theirs");
  }

  @Test
  void showsNamesAndTextsThatHoldLineEnds() {
    open(database);
    database.execute(
        "CREATE TABLE \"two\nlines\" (\"a\nb\" int)",
        "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS E'\\r\\nBEGIN\\r\\n\\n  RETURN 1;\\nEND\\n'");
    SchemaSnapshot snapshot = Shop.snapshot(database);
    assertThat(snapshot.text())
        .contains(
            "\ntable public.\"two␊lines\"\n", "  BEGIN␍\n\n    RETURN 1;\n  END\n  $function$\n");
    assertThat(SchemaSnapshot.parse(snapshot.text(), "schema.txt")).isEqualTo(snapshot);
  }

  @Test
  void noticesWhatIsDroppedWhileItReads() {
    open(database);
    database.execute(
        "CREATE TABLE t (id int)",
        "CREATE INDEX i ON t (id)",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'");
    for (String drop : List.of("DROP INDEX i", "DROP FUNCTION f()", "DROP TABLE t")) {
      try (Database opened = Database.at(database.target(), "schema test");
          Session session = opened.open()) {
        session.send("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1");
        database.execute(drop);
        UserError error =
            catchThrowableOfType(UserError.class, () -> SchemaSnapshot.within(session, "public"));
        assertThat(error.problem().code()).as(drop).isEqualTo("SCHEMA_CHANGING");
        session.send("ROLLBACK");
        assertThat(SchemaSnapshot.take(session, "public").objects()).isNotEmpty();
      }
    }
  }

  @Test
  void saysWhatTheRoleMayNotRead() {
    database.asSuperuser().execute("REVOKE SELECT ON pg_catalog.pg_policy FROM PUBLIC");
    UserError error = catchThrowableOfType(UserError.class, () -> Shop.snapshot(database));
    assertThat(error.problem().code()).isEqualTo("SCHEMA_PRIVILEGE");
    assertThat(error.problem().why()).contains("pg_policy");
    assertThat(error.problem().fix()).contains("GRANT SELECT ON pg_catalog");
    assertThat(error.problem().sqlState()).isEqualTo("42501");
  }

  private SchemaSnapshot in(String own) {
    try (Database opened = Database.at(database.target(), "schema test");
        Session session = opened.open()) {
      return SchemaSnapshot.take(session, own);
    }
  }

  private static String value(Session session, String sql) {
    return session.one(sql, row -> row.string(1));
  }

  /** From 15 on not everybody may create in public. */
  private static void open(TestDatabase database) {
    database.asSuperuser().execute("GRANT CREATE ON SCHEMA public TO " + database.user());
  }

  /** Without what differs from one server to the other by itself. */
  private static String comparable(String text) {
    return text.replaceFirst("PostgreSQL \\d+", "PostgreSQL N")
        .replaceFirst("(?s)\nschema public\n.*?\n\n", "\n");
  }
}
