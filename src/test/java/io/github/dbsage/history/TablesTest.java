package io.github.dbsage.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.Checksum;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@OnPostgres
final class TablesTest {

  private static final Path GOLDEN = Path.of("src/test/resources/tables/format-1.txt");

  private static final List<Entry> TEMPLATE_ROWS =
      List.of(
          new Entry(
              new Version("20260101120000"),
              "one",
              true,
              "AB",
              null,
              null,
              "2026-01-01 12:00:00Z",
              "me",
              12L,
              true,
              "sql"),
          new Entry(
              new Version("20260102120000"),
              "two",
              false,
              "cd",
              null,
              "broken",
              null,
              "me",
              null,
              false,
              "sql"));

  private final Tables tables = new Tables("public");
  private TestDatabase fresh;
  private Database database;
  private Session session;

  @BeforeEach
  void open(TestDatabase test) {
    fresh = test;
    database = Database.at(test.target(), "tables test");
    session = database.open();
  }

  @AfterEach
  void close() {
    database.close();
  }

  /** The tables are an interface: a change needs another format, and a way up from this one. */
  @Test
  void areTheAnnouncedOnes() throws IOException {
    tables.create(session);
    String actual = describe();
    if (System.getProperty("dbsage.goldens", "").equals("write")) {
      Files.createDirectories(GOLDEN.getParent());
      Files.writeString(GOLDEN, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(GOLDEN));
  }

  @Test
  void areReadyOnceCreatedAndCanBeCreatedAgain() {
    assertThat(tables.inspect(session)).isEqualTo(Tables.State.ABSENT);
    tables.create(session);
    assertThat(tables.inspect(session)).isEqualTo(Tables.State.READY);
    tables.create(session);
    assertThat(tables.inspect(session)).isEqualTo(Tables.State.READY);
  }

  @Test
  void takeTheTemplatesTableOver() {
    fresh.execute(
        """
        CREATE TABLE schema_migrations (version TEXT PRIMARY KEY, name TEXT NOT NULL,
          applied_at TIMESTAMPTZ DEFAULT now(), applied_by TEXT NOT NULL, execution_time_ms INTEGER,
          success BOOLEAN NOT NULL, checksum TEXT NOT NULL, rollback_script TEXT, notes TEXT)
        """,
        "INSERT INTO schema_migrations VALUES ('20260101120000', 'one', '2026-01-01 12:00:00+00',"
            + " 'me', 12, true, 'AB', 'x', NULL), ('20260102120000', 'two', NULL, 'me', NULL,"
            + " false, 'cd', NULL, 'broken')");
    assertThat(tables.inspect(session)).isEqualTo(Tables.State.TEMPLATE);
    assertThat(History.readTemplate(session, tables)).isEqualTo(TEMPLATE_ROWS);
    tables.create(session);
    assertThat(tables.inspect(session)).isEqualTo(Tables.State.READY);
    assertThat(History.read(session, tables)).isEqualTo(TEMPLATE_ROWS);
    fresh.execute("DROP TABLE dbsage_meta");
    assertThat(tables.inspect(session)).isEqualTo(Tables.State.TEMPLATE);
  }

  @Test
  void readNoCodeThatIsNoChecksum() {
    tables.create(session);
    fresh.execute(
        "INSERT INTO schema_migrations (version, name, applied_by, checksum)"
            + " VALUES ('20260101120000', 'one', 'me', repeat('AB', 32))",
        "INSERT INTO dbsage_journal (version, ordinal, statement_sha256, state)"
            + " VALUES ('20260101120000', 0, 'none', 'done')");
    Entry entry = History.read(session, tables).get(0);
    assertThat(entry.code()).isNull();
    assertThat(entry.recorded()).isEqualTo(new Checksum("ab".repeat(32)));
    assertThat(entry.matches(new Checksum("ab".repeat(32)))).isTrue();
    assertThat(entry.matches(new Checksum("cd".repeat(32)))).isFalse();
    assertThat(TEMPLATE_ROWS.get(0).recorded()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "version text | Rails or dbmate",
        "version bigint, dirty boolean | golang-migrate",
        "version bigint, inserted_at timestamp | Ecto",
        "version text, statements text[], name text | the Supabase CLI",
        "version text, name text | another tool",
        "statements text | another tool",
      })
  void ofAnotherToolAreRefused(String columns, String owner) {
    fresh.execute("CREATE TABLE schema_migrations (" + columns + ")");
    Problem problem = refusal(() -> tables.inspect(session));
    assertThat(problem.code()).isEqualTo("FOREIGN_TABLE");
    assertThat(problem.what())
        .isEqualTo("The table public.schema_migrations belongs to " + owner + ", not to DB Sage.");
    assertThat(problem.why()).startsWith("its columns are ").contains(columns.split(" ", 2)[0]);
  }

  @Test
  void withAColumnMoreThanTheTemplateAreRefused() {
    tables.create(session);
    fresh.execute("ALTER TABLE schema_migrations DROP COLUMN kind");
    assertThat(refusal(() -> tables.inspect(session)).code()).isEqualTo("FOREIGN_TABLE");
  }

  @Test
  void ofAnotherFormatAreRefused() {
    tables.create(session);
    fresh.execute("UPDATE dbsage_meta SET value = '2'");
    Problem newer = refusal(() -> tables.inspect(session));
    assertThat(newer.code()).isEqualTo("FORMAT_NEWER");
    assertThat(newer.what()).contains("(format 2, this one knows 1)");
    fresh.execute("DELETE FROM dbsage_meta");
    assertThat(refusal(() -> tables.inspect(session)).what()).contains("(format 0,");
  }

  @Test
  void needAPermissionAndLeaveTheSessionUsableWithoutIt() {
    fresh.asSuperuser().execute("CREATE SCHEMA \"Theirs\"");
    Problem problem = refusal(() -> new Tables("Theirs").create(session));
    assertThat(problem.code()).isEqualTo("PERMISSION");
    assertThat(problem.what()).isEqualTo("The role may not create tables in schema Theirs.");
    assertThat(problem.fix()).contains("GRANT USAGE, CREATE ON SCHEMA \"Theirs\" TO");
    assertThat(problem.sqlState()).isEqualTo("42501");
    tables.create(session);
    assertThat(tables.inspect(session)).isEqualTo(Tables.State.READY);
  }

  @Test
  void stayOutWhereAnythingElseIsInTheWay() {
    fresh.execute("CREATE TABLE dbsage_meta (a int)");
    assertThatThrownBy(() -> tables.create(session))
        .isInstanceOfSatisfying(ServerFailure.class, e -> assertThat(e.is("42703")).isTrue());
    assertThat(tables.inspect(session)).isEqualTo(Tables.State.ABSENT);
    fresh.asSuperuser().value("SELECT pg_terminate_backend(" + session.pid() + ")");
    assertThatThrownBy(() -> tables.create(session))
        .isInstanceOfSatisfying(ServerFailure.class, e -> assertThat(e.connectionLost()).isTrue());
  }

  @Test
  void makeTheirOwnSchema() {
    Tables own = new Tables("it's \"mine\"");
    own.create(session);
    assertThat(own.inspect(session)).isEqualTo(Tables.State.READY);
    assertThat(own.schema()).isEqualTo("it's \"mine\"");
    assertThat(tables.inspect(session)).isEqualTo(Tables.State.ABSENT);
  }

  private static Problem refusal(ThrowingCallable call) {
    return catchThrowableOfType(UserError.class, call).problem();
  }

  private String describe() {
    String columns =
        """
        SELECT c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
               || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
               || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '')
               || CASE a.attidentity WHEN 'a' THEN ' IDENTITY' ELSE '' END
          FROM pg_attribute a
          JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r'
          LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
         WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0
         ORDER BY c.relname, a.attnum
        """;
    String constraints =
        """
        SELECT conrelid::regclass || ': ' || conname || ' ' || pg_get_constraintdef(oid)
          FROM pg_constraint
         WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
         ORDER BY conrelid::regclass::text, conname
        """;
    String indexes = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1";
    return Stream.of(columns, constraints, indexes)
        .flatMap(sql -> fresh.query(sql).stream())
        .map(row -> row.get(0) + "\n")
        .collect(Collectors.joining());
  }
}
