package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.model.StepReport.State;
import io.github.dbsage.schema.SchemaSnapshot;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beside a database, which is only read or finds everything as it was. */
@OnPostgres
final class DryRunBesideTest {

  private static final String ONE = "20260101120000_one";
  private static final String TWO = "20260102120000_two";
  private static final String THREE = "20260103120000_three";

  private static final String EVERYTHING =
      """
      SELECT c.oid::regclass, xpath('/table/row', query_to_xml('SELECT * FROM ' || c.oid::regclass, true, false, ''))
        FROM pg_class c WHERE relkind = 'r' AND relnamespace IN ('public'::regnamespace) ORDER BY 1
      """;

  @TempDir Path folder;
  private TestDatabase database;
  private Workspace project;
  private String before = "";

  @BeforeEach
  void prepare(TestDatabase fresh) {
    database = fresh;
    fresh.asSuperuser().execute("GRANT CREATE ON SCHEMA public TO " + fresh.user());
    project =
        new Workspace(folder, fresh)
            .major(fresh.major())
            .file(
                ONE,
                """
                CREATE TABLE users (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text);
                INSERT INTO users (email) SELECT 'e' || i FROM generate_series(1, 5000) i;
                """);
    assertThat(project.apply().report().passed()).as(project.console()).isTrue();
    database.execute("INSERT INTO users (email) VALUES ('later')", "ANALYZE users");
    before = seen();
  }

  @AfterEach
  void theDatabaseIsAsItWas() {
    assertThat(seen()).isEqualTo(before);
  }

  private String seen() {
    try (Database opened = Database.at(database.target(), "test");
        Session session = opened.open()) {
      return SchemaSnapshot.take(session, "nowhere").text() + database.query(EVERYTHING);
    }
  }

  private static Problem error(Outcome outcome) {
    assertThat(outcome.defect()).isNull();
    assertThat(outcome.report().passed()).isFalse();
    return Objects.requireNonNull(outcome.report().error());
  }

  private static List<State> states(Outcome outcome) {
    return outcome.report().steps().stream().map(StepReport::state).toList();
  }

  private void isGood(Outcome outcome) {
    assertThat(outcome.defect()).as(project.console()).isNull();
    assertThat(outcome.report().error()).as(project.console()).isNull();
  }

  @Test
  void triesWhatIsPendingInAServerThatHasTheHistory() {
    project.file(TWO, "ALTER TABLE users ALTER COLUMN id TYPE bigint;");
    Outcome outcome = project.dryRun();
    isGood(outcome);
    assertThat(states(outcome)).containsExactly(State.APPLIED);
    assertThat(outcome.report().findings())
        .filteredOn(finding -> finding.rule().equals("ALTER_TYPE_REWRITE"))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.certainty().label()).isEqualTo("confirmed");
              assertThat(finding.effect())
                  .startsWith("rewrites public.users, ")
                  .containsPattern("500\\d rows: about a moment under ACCESS EXCLUSIVE");
            });
  }

  @Test
  void leavesTheDatabaseAloneWhenAStatementFails() {
    project.file(TWO, "DELETE FROM users;\nDROP TABLE users;\nSELECT 1 / 0;");
    assertThat(error(project.dryRun()).sqlState()).isEqualTo("22012");
    assertThat(error(project.dryRunInTransaction()).sqlState()).isEqualTo("22012");
  }

  @Test
  void leavesTheDatabaseAloneWhenEverythingWorks() {
    project
        .file(TWO, "DELETE FROM users WHERE id > 10;\nALTER TABLE users DROP COLUMN email;")
        .file(THREE, "DROP TABLE users;\nCREATE TABLE other (id int);");
    isGood(project.dryRun());
    Outcome outcome = project.dryRunInTransaction();
    isGood(outcome);
    assertThat(states(outcome)).containsExactly(State.APPLIED, State.APPLIED);
    assertThat(outcome.report().steps().get(0).locks())
        .extracting(StepReport.HeldLock::mode)
        .containsExactly("ACCESS EXCLUSIVE");
  }

  @Test
  void readsADatabaseThatLetsNobodyWrite() {
    project.file(TWO, "ALTER TABLE users ADD COLUMN x int;");
    database
        .asSuperuser()
        .execute("ALTER ROLE " + database.user() + " SET default_transaction_read_only = on");
    isGood(project.dryRun());
    Problem refused = error(project.dryRunInTransaction());
    database
        .asSuperuser()
        .execute("ALTER ROLE " + database.user() + " RESET default_transaction_read_only");
    assertThat(refused.what()).contains("read-only");
  }

  @Test
  void refusesAWrongPassword() {
    Problem problem = error(project.dryRunAt(database.jdbcUrl(), database.user(), "wrong"));
    assertThat(problem.sqlState()).isEqualTo("28P01");
  }

  @Test
  void doesNotWaitForATableThatIsLocked() throws SQLException {
    project.file(TWO, "ALTER TABLE users ADD COLUMN x int;");
    try (Connection other = database.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("LOCK TABLE users IN ACCESS EXCLUSIVE MODE");
      isGood(project.dryRun());
      other.rollback();
    }
  }

  @Test
  void endsSoonWhereATableOfTheTransactionIsLockedAndTellsByWhom() throws SQLException {
    project.file(TWO, "ALTER TABLE users ADD COLUMN x int;").lockTimeout(Duration.ofMillis(300));
    try (Connection other = database.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("SELECT count(*) FROM users");
      Problem problem = error(project.dryRunInTransaction());
      assertThat(problem.sqlState()).isEqualTo("55P03");
      assertThat(problem.why()).contains("pid ").contains(database.user());
      other.rollback();
    }
  }

  @Test
  void leavesOutWhatForbidsATransactionAndSaysSo() {
    project
        .file(TWO, "ALTER TABLE users ADD COLUMN x int;")
        .file(THREE, "CREATE INDEX CONCURRENTLY users_x ON users (x);\nVACUUM users;");
    Outcome outcome = project.dryRunInTransaction();
    isGood(outcome);
    assertThat(outcome.report().findings())
        .filteredOn(finding -> finding.rule().equals("NOT_SIMULATED"))
        .extracting(finding -> finding.where().line())
        .containsExactly(1, 2);
  }

  @Test
  void namesSequencesThatMoved() {
    project.file(TWO, "INSERT INTO users (email) VALUES ('a'), ('b');");
    isGood(project.dryRunInTransaction());
    assertThat(project.console()).contains("public.users_id_seq (5001 → 5003)");
  }

  @Test
  void tellsThatALabelNeedsACommit() {
    database.execute("CREATE TYPE mood AS ENUM ('sad')");
    before = seen();
    project
        .file(TWO, "ALTER TYPE mood ADD VALUE 'glad';")
        .file(
            THREE,
            "CREATE TABLE moods (m mood DEFAULT 'glad');\nINSERT INTO moods VALUES ('glad');");
    Problem problem = error(project.dryRunInTransaction());
    assertThat(problem.sqlState()).isEqualTo("55P04");
    assertThat(problem.why()).contains("What cannot run in one transaction");
    assertThat(problem.fix()).contains("without -Ddbsage.mode=transaction");
  }

  @Test
  void waitsForARunnerAndTellsWhoItIs() throws SQLException {
    project.file(TWO, "SELECT 1;").runnerTimeout(Duration.ofMillis(300));
    try (Connection other = database.connect();
        Statement statement = other.createStatement()) {
      statement.execute(
          "SELECT pg_advisory_lock(1684173671, classid) FROM (SELECT 1) one, LATERAL (SELECT "
              + crc("public")
              + ") lock (classid)");
      assertThat(error(project.dryRunInTransaction()).code()).isEqualTo("RUN_LOCK");
      isGood(project.dryRun());
    }
  }

  private static int crc(String text) {
    java.util.zip.CRC32 crc = new java.util.zip.CRC32();
    crc.update(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return (int) crc.getValue();
  }

  @Test
  void startsEachFileOfTheTransactionAfresh() {
    project
        .file(
            TWO,
            """
            SET search_path = '';
            SET statement_timeout = '5s';
            SET LOCAL timezone = 'Asia/Tokyo';
            CREATE TEMPORARY TABLE users (id int) ON COMMIT PRESERVE ROWS;
            PREPARE p AS SELECT 1;
            DECLARE c CURSOR WITH HOLD FOR SELECT 1;
            LISTEN x;
            """)
        .file(
            THREE,
            """
            DO $$ BEGIN
              ASSERT current_setting('search_path') = '"$user", public';
              ASSERT current_setting('statement_timeout') = '0';
              ASSERT current_setting('timezone') <> 'Asia/Tokyo';
              ASSERT to_regclass('pg_temp.users') IS NULL;
              ASSERT NOT EXISTS (SELECT FROM pg_prepared_statements);
              ASSERT NOT EXISTS (SELECT FROM pg_cursors WHERE name = 'c');
            END $$;
            """);
    isGood(project.dryRunInTransaction());
  }

  @Test
  void checksDeferredConstraintsOfTheTransactionAtTheEndOfEachFile() {
    project
        .file(
            TWO,
            """
            CREATE TABLE b (id int, a int REFERENCES users DEFERRABLE INITIALLY DEFERRED);
            INSERT INTO b VALUES (1, 999999);
            """)
        .file(THREE, "SELECT 1;");
    Outcome outcome = project.dryRunInTransaction();
    assertThat(error(outcome).sqlState()).isEqualTo("23503");
    assertThat(String.valueOf(error(outcome).where())).contains(TWO);
    assertThat(states(outcome)).containsExactly(State.FAILED, State.PENDING);
  }

  @Test
  void provesRollbacksInTheTransaction() {
    project
        .file(
            TWO,
            "ALTER TABLE users ADD COLUMN x int;\n-- ROLLBACK SECTION\n/*\nALTER TABLE users DROP COLUMN x;\n*/\n")
        .file(THREE, "CREATE INDEX i ON users (x);\n-- ROLLBACK SECTION\n/*\nSELECT 1;\n*/\n")
        .file(
            "20260104120000_four", "SELECT 1;\n-- ROLLBACK SECTION\n/*\nDROP TABLE no_such;\n*/\n")
        .file("20260105120000_five", "SELECT x FROM users;");
    Outcome outcome = project.dryRunInTransaction();
    isGood(outcome);
    assertThat(outcome.report().steps())
        .extracting(StepReport::rollback)
        .containsExactly(
            StepReport.RollbackState.PROVEN,
            StepReport.RollbackState.DIFFERS,
            StepReport.RollbackState.DIFFERS,
            StepReport.RollbackState.MISSING);
    assertThat(outcome.report().findings())
        .extracting(Finding::rule)
        .contains("ROLLBACK_DIFFERS", "ROLLBACK_FAILS");
  }
}
