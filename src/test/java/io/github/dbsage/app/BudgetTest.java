package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.testing.Eventually;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which lock_timeout is in force in each statement: the migrations write it down themselves. */
@OnPostgres
final class BudgetTest {

  private static final String FILE = "20260102120000_budget";

  /** Of rows: what the statement sees. */
  private static final String ROWS =
      "INSERT INTO seen (t) SELECT current_setting('lock_timeout');\n";

  /** Exclusive: the default is taken while the column is added. */
  private static final String ALTER =
      "ALTER TABLE seen ADD COLUMN x text DEFAULT current_setting('lock_timeout');\n"
          + "WITH x AS (SELECT 1) INSERT INTO seen (t) SELECT 'alter ' || min(x) FROM seen;\n"
          + "ALTER TABLE seen DROP COLUMN x;\n";

  @TempDir Path folder;
  private TestDatabase database;
  private Workspace project;

  @BeforeEach
  void prepare(TestDatabase fresh) {
    database = fresh;
    project = new Workspace(folder, fresh);
    project.file(
        "20260101120000_seen",
        """
        CREATE TABLE seen (id int GENERATED ALWAYS AS IDENTITY, t text);
        INSERT INTO seen (t) VALUES ('');
        CREATE FUNCTION tell(int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS $$
        BEGIN RAISE NOTICE 'index %', current_setting('lock_timeout'); RETURN 1; END $$;
        CREATE FUNCTION told() RETURNS boolean LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO seen (t) VALUES ('validate ' || current_setting('lock_timeout'));
          RETURN true;
        END $$;
        CREATE TABLE checked (a int);
        INSERT INTO checked VALUES (1);
        ALTER TABLE checked ADD CONSTRAINT c CHECK (told()) NOT VALID;
        """);
    assertThat(project.apply().report().passed()).as(project.console()).isTrue();
    database.execute("DELETE FROM seen WHERE t <> ''");
  }

  private List<String> seen(String sql) {
    project.file(FILE, sql);
    assertThat(project.apply().report().passed()).as(project.console()).isTrue();
    return database.query("SELECT t FROM seen WHERE t <> '' ORDER BY id").stream()
        .map(row -> String.valueOf(row.get(0)))
        .toList();
  }

  @Test
  void dependsOnTheKindOfTheStatement() {
    assertThat(seen("ALTER TABLE checked VALIDATE CONSTRAINT c;\n" + ROWS + ALTER))
        .containsExactly("validate 0", "30s", "alter 2s");
  }

  @Test
  void isAsShortAsThatOfTheStrictestLockThatTheTransactionHolds() {
    assertThat(seen(ALTER + ROWS + "ALTER TABLE checked VALIDATE CONSTRAINT c;\n"))
        .containsExactly("alter 2s", "2s", "validate 2s");
  }

  @Test
  void isShortWhereAFunctionMayDoAnything() {
    assertThat(seen("DO $$ BEGIN " + ROWS + " END $$;\n")).containsExactly("2s");
  }

  @Test
  void isThatOfTheCommandLineForWhatHoldsOthersUp() {
    project.lockTimeout(Duration.ofSeconds(7));
    assertThat(seen("ALTER TABLE checked VALIDATE CONSTRAINT c;\n" + ROWS + ALTER))
        .containsExactly("validate 0", "7s", "alter 7s");
  }

  @Test
  void ofTheFilesDirectiveComesBeforeTheCommandLine() {
    project.lockTimeout(Duration.ofSeconds(7));
    assertThat(
            seen(
                "-- dbsage: lock_timeout=6s\n\n"
                    + "ALTER TABLE checked VALIDATE CONSTRAINT c;\n"
                    + ROWS
                    + ALTER))
        .containsExactly("validate 6s", "6s", "alter 6s");
  }

  @Test
  void ofAStatementsDirectiveHoldsForThatStatement() {
    assertThat(
            seen(
                "-- dbsage: lock_timeout=6s\n\n"
                    + ROWS
                    + "-- dbsage: lock_timeout=5s\n"
                    + ROWS
                    + ROWS))
        .containsExactly("6s", "5s", "6s");
  }

  @Test
  void thatTheFileSetsItselfWinsFromThereOn() {
    assertThat(
            seen(
                ROWS
                    + "SET LOCAL lock_timeout = '11s';\n"
                    + ROWS
                    + "-- dbsage: lock_timeout=5s\n"
                    + ROWS
                    + ALTER
                    + "-- dbsage: statement_timeout=1h\n"
                    + ROWS))
        .containsExactly("30s", "11s", "11s", "alter 11s", "11s");
  }

  @Test
  void ofASetForTheSessionOutlivesItsTransaction() {
    assertThat(
            seen(
                "SET lock_timeout = '11s';\nVACUUM seen;\n"
                    + ROWS
                    + "SET LOCAL lock_timeout = '12s';\n"
                    + ROWS
                    + "VACUUM seen;\n"
                    + ROWS))
        .containsExactly("11s", "12s", "11s");
  }

  @Test
  void ofASetForTheTransactionEndsWithIt() {
    assertThat(seen("SET LOCAL lock_timeout = '11s';\n" + ROWS + "VACUUM seen;\n" + ROWS))
        .containsExactly("11s", "30s");
  }

  @Test
  void isOursAgainWhenTheFileResetsIt() {
    assertThat(
            seen(
                "SET lock_timeout = '11s';\n"
                    + ROWS
                    + "RESET lock_timeout;\n"
                    + ROWS
                    + "RESET ALL;\n"
                    + ALTER
                    + "SELECT set_config('lock_timeout', '13s', false);\n"
                    + ROWS))
        .containsExactly("11s", "30s", "alter 2s", "13s");
  }

  @Test
  void isNoneForConcurrentlyUnlessTheFileSaysSo() {
    project.lockTimeout(Duration.ofSeconds(7));
    seen("CREATE INDEX CONCURRENTLY ON checked (tell(a));");
    assertThat(project.console()).contains("index 0");
    project.file(
        "20260103120000_more",
        "-- dbsage: lock_timeout=9s\nCREATE INDEX CONCURRENTLY ON checked (tell(a + 1));");
    assertThat(project.apply().report().passed()).as(project.console()).isTrue();
    assertThat(project.console()).contains("index 9s");
  }

  @Test
  void holdsForEachStatementByItself() {
    assertThat(
            seen(
                "-- dbsage: transaction=false\n"
                    + ROWS
                    + ALTER
                    + ROWS
                    + "SET lock_timeout='3s';\n"
                    + ROWS))
        .containsExactly("30s", "alter 2s", "30s", "3s");
  }

  @Test
  void isTheSameInTheSecondTry() throws Exception {
    project.lockTimeout(Duration.ofMillis(100));
    database.execute("CREATE TABLE busy ()");
    project.file(
        FILE, ROWS + "SET lock_timeout = '150ms';\n" + ROWS + "DROP TABLE busy;\nVACUUM seen;");
    try (Connection reader = database.connect();
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.execute("SELECT FROM busy");
      CompletableFuture<Outcome> run = CompletableFuture.supplyAsync(project::apply);
      assertThat(Eventually.holds(() -> project.console().contains("try 2 of 10"))).isTrue();
      reader.rollback();
      assertThat(run.get().report().passed()).as(project.console()).isTrue();
    }
    assertThat(database.query("SELECT t FROM seen WHERE t <> '' ORDER BY id"))
        .containsExactly(List.of("100ms"), List.of("150ms"));
  }

  @Test
  void ofStatementsFollowsTheSameOrder() {
    String rows = "INSERT INTO seen (t) SELECT current_setting('statement_timeout');\n";
    assertThat(
            seen(
                rows
                    + "-- dbsage: statement_timeout=40s\n"
                    + rows
                    + rows
                    + "SET LOCAL statement_timeout = '50s';\n"
                    + rows))
        .containsExactly("0", "40s", "0", "50s");
  }
}
