package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Problem;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnPostgres
final class ApplyTest {

  private static final String USERS = "20260101120000_create_users";
  private static final String NEXT = "20260102120000_next";
  private static final String LAST = "20260103120000_last";

  @TempDir Path folder;
  private TestDatabase database;
  private Workspace project;

  @BeforeEach
  void prepare(TestDatabase fresh) {
    database = fresh;
    project = new Workspace(folder, fresh);
    project.file(
        USERS,
        """
        CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text);
        INSERT INTO users (email) VALUES ('a'), ('b');
        -- ROLLBACK SECTION
        /*
        DROP TABLE users;
        */
        """);
  }

  private static Problem error(Outcome outcome) {
    Problem problem = outcome.report().error();
    assertThat(problem).isNotNull();
    return problem;
  }

  private static List<StepReport.State> states(Outcome outcome) {
    return outcome.report().steps().stream().map(StepReport::state).toList();
  }

  @Test
  void appliesAFileAndRecordsItWithItsRollback() {
    Outcome outcome = project.apply();
    assertThat(outcome.report().passed()).as(project.console()).isTrue();
    assertThat(database.query("SELECT email FROM users ORDER BY id")).hasSize(2);
    assertThat(
            database.query(
                "SELECT version, name, applied_by, success, length(checksum), rollback_script, notes,"
                    + " kind, tool_version, execution_time_ms >= 0, applied_at > now() - interval '1h'"
                    + " FROM schema_migrations"))
        .containsExactly(
            Arrays.asList(
                "20260101120000",
                "create_users",
                database.user(),
                "t",
                "64",
                "DROP TABLE users;",
                null,
                "sql",
                "test",
                "t",
                "t"));
    assertThat(
            database.query(
                "SELECT action, version, new_checksum = (SELECT checksum FROM schema_migrations) FROM dbsage_log"))
        .containsExactly(List.of("apply", "20260101120000", "t"));
  }

  @Test
  void keepsTheTemplatesQueriesWorking() {
    project.apply();
    assertThat(
            database.query(
                """
                SELECT version, name, applied_at, applied_by, execution_time_ms, notes
                FROM schema_migrations WHERE success = true ORDER BY applied_at DESC LIMIT 10
                """))
        .hasSize(1);
    assertThat(
            database.value(
                """
                SELECT LENGTH(rollback_script) AS rollback_size_bytes FROM schema_migrations
                WHERE success = true AND rollback_script IS NOT NULL ORDER BY applied_at DESC
                """))
        .isEqualTo("17");
    assertThat(
            database.query(
                "SELECT conname FROM pg_constraint WHERE conrelid = 'schema_migrations'::regclass"
                    + " AND contype = 'c' ORDER BY 1"))
        .containsExactly(List.of("valid_checksum"), List.of("valid_version"));
    assertThat(
            database.query(
                "SELECT indexname FROM pg_indexes WHERE tablename = 'schema_migrations' ORDER BY 1"))
        .containsExactly(
            List.of("idx_migrations_applied_at"),
            List.of("idx_migrations_success"),
            List.of("schema_migrations_pkey"));
  }

  @Test
  void doesNothingTheSecondTimeAndSaysSo() {
    project.apply();
    String before = database.value("SELECT xmin || ' ' || applied_at FROM schema_migrations");
    Outcome again = project.apply();
    assertThat(again.report().passed()).isTrue();
    assertThat(again.report().steps()).isEmpty();
    assertThat(project.console()).contains("up to date");
    assertThat(database.value("SELECT xmin || ' ' || applied_at FROM schema_migrations"))
        .isEqualTo(before);
  }

  @Test
  void leavesTheDatabaseAsItWasWhenTheThirdStatementFails() {
    project.file(
        NEXT,
        """
        CREATE TABLE a (id int);
        INSERT INTO a VALUES (1);
          INSERT INTO users (id, nickname)
            VALUES (1, 'x');
        """);
    Outcome outcome = project.apply();
    assertThat(states(outcome)).containsExactly(StepReport.State.APPLIED, StepReport.State.FAILED);
    Problem error = error(outcome);
    assertThat(String.valueOf(error.where()))
        .isEqualTo("src/main/db/migrations/20260102120000_next.sql:3:26");
    assertThat(error.sqlState()).isEqualTo("42703");
    assertThat(database.value("SELECT to_regclass('a') IS NULL")).isEqualTo("t");
    assertThat(
            database.query(
                "SELECT success, notes FROM schema_migrations WHERE version = '20260102120000'"))
        .containsExactly(
            List.of(
                "f",
                "src/main/db/migrations/20260102120000_next.sql:3:26 42703 column \"nickname\" of"
                    + " relation \"users\" does not exist"));
    assertThat(database.query("SELECT action FROM dbsage_log ORDER BY id"))
        .containsExactly(List.of("apply"), List.of("apply failed"));
  }

  @Test
  void goesOnAfterTheFailedFileWasMended() {
    project.file(NEXT, "CREATE TABLE a (id int);\nSELECT 1/0;\n").file(LAST, "CREATE TABLE b ();");
    assertThat(states(project.apply()))
        .containsExactly(
            StepReport.State.APPLIED, StepReport.State.FAILED, StepReport.State.PENDING);
    project.file(NEXT, "CREATE TABLE a (id int);\nSELECT 1/1;\n");
    Outcome outcome = project.apply();
    assertThat(states(outcome)).containsExactly(StepReport.State.APPLIED, StepReport.State.APPLIED);
    assertThat(database.query("SELECT version, success, notes FROM schema_migrations ORDER BY 1"))
        .hasSize(3)
        .allSatisfy(row -> assertThat(row.subList(1, 3)).isEqualTo(Arrays.asList("t", null)));
  }

  @Test
  void findsTheFailingStatementEvenWithoutAPosition() {
    project.file(
        NEXT,
        """
        CREATE UNIQUE INDEX users_email ON users (email);
        SELECT 1; SELECT 2;
        /* the one */ INSERT INTO users (email) VALUES ('a');
        CREATE TABLE never ();
        """);
    Problem error = error(project.apply());
    assertThat(String.valueOf(error.where())).endsWith("20260102120000_next.sql:3:15");
    assertThat(error.sqlState()).isEqualTo("23505");
    assertThat(error.why()).contains("Key (email)=(a) already exists.");
  }

  @Test
  void mapsASyntaxErrorToItsLineAndColumn() {
    project.file(NEXT, "SELECT 'ä😀';\nCREATE TABLE x (\n  id int,\n  '😀' nonsense\n);\n");
    Problem error = error(project.apply());
    assertThat(String.valueOf(error.where())).endsWith("_next.sql:4:3");
    assertThat(error.sqlState()).isEqualTo("42601");
  }

  @Test
  void tellsOfAConstraintThatFailsAtCommit() {
    project.file(
        NEXT,
        """
        CREATE TABLE parent (id int PRIMARY KEY);
        CREATE TABLE child (id int REFERENCES parent DEFERRABLE INITIALLY DEFERRED);
        INSERT INTO child VALUES (7);
        """);
    Problem error = error(project.apply());
    assertThat(error.sqlState()).isEqualTo("23503");
    assertThat(error.why()).contains("It happened at COMMIT, in a deferred constraint");
    assertThat(database.value("SELECT to_regclass('child') IS NULL")).isEqualTo("t");
  }

  @Test
  void dropsTheOuterBeginAndCommit() {
    project.file(NEXT, "BEGIN;\nCREATE TABLE a ();\nCOMMIT;\n");
    assertThat(project.apply().report().passed()).as(project.console()).isTrue();
    assertThat(database.query("SELECT version FROM schema_migrations")).hasSize(2);
  }

  @Test
  void runsCopyWithAndWithoutItsEndMarker() {
    project.file(
        NEXT,
        """
        CREATE TABLE t (a int, b text);
        COPY t (a, b) FROM stdin;
        1\tone ${not} a placeholder; --
        2\t\\N
        \\.
        INSERT INTO t VALUES (3, 'drei');
        COPY t FROM STDIN WITH (FORMAT csv);
        4,"fo
        ur"
        """);
    assertThat(project.apply().report().passed()).as(project.console()).isTrue();
    assertThat(database.query("SELECT a, b FROM t ORDER BY a"))
        .containsExactly(
            List.of("1", "one ${not} a placeholder; --"),
            Arrays.asList("2", null),
            List.of("3", "drei"),
            List.of("4", "fo\nur"));
  }

  @Test
  void namesTheLineOfBadCopyData() {
    project.file(NEXT, "CREATE TABLE t (a int);\nCOPY t FROM STDIN;\n1\nzwei\n3\n\\.\n");
    Problem error = error(project.apply());
    assertThat(error.sqlState()).isEqualTo("22P02");
    assertThat(String.valueOf(error.where())).endsWith("_next.sql:4:1");
    assertThat(database.value("SELECT to_regclass('t') IS NULL")).isEqualTo("t");
  }

  @Test
  void resetsTheSessionBetweenMigrations() {
    String role = database.createRole("NOLOGIN");
    database.asSuperuser().execute("GRANT " + role + " TO " + database.user());
    project
        .file(
            NEXT,
            """
            SELECT pg_catalog.set_config('search_path', '', false);
            SET ROLE %s;
            SET statement_timeout = '7s';
            CREATE TEMP TABLE leftover ();
            LISTEN somebody;
            SELECT pg_advisory_lock(4711);
            """
                .formatted(role))
        .file(
            LAST,
            """
            CREATE TABLE seen AS
            SELECT current_user::text AS u, current_setting('search_path') AS p,
                   current_setting('statement_timeout') AS s,
                   to_regclass('leftover') IS NULL AS gone,
                   (SELECT count(*) FROM pg_listening_channels()) AS channels,
                   (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 4711) AS locks;
            """);
    assertThat(project.apply().report().passed()).as(project.console()).isTrue();
    assertThat(database.query("SELECT * FROM public.seen"))
        .containsExactly(List.of(database.user(), "\"$user\", public", "0", "t", "0", "0"));
    assertThat(
            database.query(
                "SELECT applied_by FROM schema_migrations WHERE version = '20260102120000'"))
        .containsExactly(List.of(database.user()));
  }

  @Test
  void passesNoticesOnWhileItRuns() {
    project.file(NEXT, "DROP TABLE IF EXISTS nobody;\nDO $$ BEGIN RAISE WARNING 'beware'; END $$;");
    project.apply();
    assertThat(project.console())
        .contains("table \"nobody\" does not exist, skipping")
        .contains("beware");
  }

  @Test
  void expandsPlaceholdersAndMapsErrorsBehindThem() {
    project
        .placeholder("table", "a_rather_long_table_name")
        .file(
            NEXT, "CREATE TABLE ${table} (id int);\nINSERT INTO ${table} (id, oops) VALUES (1);\n");
    Problem error = error(project.apply());
    assertThat(error.sqlState()).isEqualTo("42703");
    assertThat(String.valueOf(error.where())).endsWith("_next.sql:2:27");
  }

  @Test
  void stopsAtTheTarget() {
    project
        .file(NEXT, "CREATE TABLE a ();")
        .file(LAST, "CREATE TABLE b ();")
        .target("20260102120000");
    assertThat(states(project.apply()))
        .containsExactly(StepReport.State.APPLIED, StepReport.State.APPLIED);
    assertThat(database.value("SELECT max(version) FROM schema_migrations"))
        .isEqualTo("20260102120000");
    Problem error = error(project.target("20269999999999").apply());
    assertThat(error.code()).isEqualTo("TARGET_UNKNOWN");
  }

  @Test
  void refusesWhatComesBeforeTheNewestUnlessAsked() {
    project.apply();
    project.file("20250101120000_late", "CREATE TABLE late ();");
    Outcome refused = project.apply();
    assertThat(refused.report().passed()).isFalse();
    assertThat(refused.report().findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.rule()).isEqualTo("VERSION_OUT_OF_ORDER"));
    assertThat(project.outOfOrder().apply().report().passed()).isTrue();
    assertThat(database.value("SELECT to_regclass('late') IS NOT NULL")).isEqualTo("t");
  }

  @Test
  void keepsItsTablesInASchemaOfTheirOwn() {
    project.schema("Ops \"1\"");
    assertThat(project.apply().report().passed()).as(project.console()).isTrue();
    assertThat(database.value("SELECT count(*) FROM \"Ops \"\"1\"\"\".schema_migrations"))
        .isEqualTo("1");
    assertThat(database.value("SELECT to_regclass('public.schema_migrations') IS NULL"))
        .isEqualTo("t");
  }

  @Test
  void extendsTheTemplatesOwnTable() {
    database.execute(
        """
        CREATE TABLE public.schema_migrations (
          version TEXT PRIMARY KEY, name TEXT NOT NULL, applied_at TIMESTAMPTZ DEFAULT NOW(),
          applied_by TEXT NOT NULL, execution_time_ms INTEGER, success BOOLEAN NOT NULL DEFAULT false,
          checksum TEXT NOT NULL, rollback_script TEXT, notes TEXT,
          CONSTRAINT valid_checksum CHECK (length(checksum) = 64),
          CONSTRAINT valid_version CHECK (version ~ '^\\d{14}$'))
        """,
        "CREATE INDEX idx_migrations_applied_at ON schema_migrations(applied_at DESC)");
    assertThat(project.apply().report().passed()).as(project.console()).isTrue();
    assertThat(database.value("SELECT kind FROM schema_migrations")).isEqualTo("sql");
  }

  @Test
  void refusesAnotherFormatOfItsTables() {
    project.apply();
    database.execute("UPDATE dbsage_meta SET value = '2' WHERE key = 'format'");
    assertThat(error(project.apply()).code()).isEqualTo("FORMAT_NEWER");
  }

  @Test
  void sendsAFileThatChangesStringSyntaxStatementByStatement() {
    project.file(
        NEXT,
        """
        SET standard_conforming_strings = off;
        SET escape_string_warning = off;
        CREATE TABLE s AS SELECT 'it\\'s; here' AS t;
        """);
    assertThat(project.apply().report().passed()).as(project.console()).isTrue();
    assertThat(database.value("SELECT t FROM s")).isEqualTo("it's; here");
  }
}
