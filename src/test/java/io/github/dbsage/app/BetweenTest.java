package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Problem;
import io.github.dbsage.testing.Eventually;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must not come from one migration, or one try of it, into the next. */
@OnPostgres
final class BetweenTest {

  private static final String FILE = "20260101120000_first";
  private static final String NEXT = "20260102120000_next";

  @TempDir Path folder;
  private TestDatabase database;
  private Workspace project;

  @BeforeEach
  void prepare(TestDatabase fresh) {
    database = fresh;
    project = new Workspace(folder, fresh).lockTimeout(Duration.ofMillis(100));
    project.file("20251231120000_tables", "CREATE TABLE busy ();\nCREATE TABLE kept ();");
    assertThat(project.apply().report().passed()).as(project.console()).isTrue();
  }

  /** Applies while somebody reads the busy table until the second try. */
  private Outcome applyTwice(Runnable meanwhile) throws Exception {
    try (Connection reader = database.connect();
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.execute("SELECT FROM busy");
      CompletableFuture<Outcome> run = CompletableFuture.supplyAsync(project::apply);
      assertThat(Eventually.holds(() -> project.console().contains("try 2 of 10"))).isTrue();
      meanwhile.run();
      reader.rollback();
      return run.get();
    }
  }

  @Test
  void beginsTheNextTryWithoutWhatTheLastOnePrepared() throws Exception {
    project.file(FILE, "PREPARE one AS SELECT 1;\nEXECUTE one;\nDROP TABLE busy;");
    Outcome outcome = applyTwice(() -> {});
    assertThat(outcome.report().passed()).as(project.console()).isTrue();
  }

  @Test
  void refusesAFileThatWasChangedSinceItWasRead() throws Exception {
    project.file(FILE, "DROP TABLE busy;\nVACUUM kept;").file(NEXT, "CREATE TABLE next ();");
    Outcome outcome = applyTwice(() -> project.file(NEXT, "CREATE TABLE another ();"));
    Problem problem = Objects.requireNonNull(outcome.report().error(), project.console());
    assertThat(problem.code()).isEqualTo("FILE_CHANGED");
    assertThat(problem.what()).isEqualTo("The file was changed while the goal ran.");
    assertThat(database.value("SELECT to_regclass('another') IS NULL")).isEqualTo("t");
    assertThat(project.apply().report().passed()).as(project.console()).isTrue();
    assertThat(project.verify().report().passed()).as(project.console()).isTrue();
  }

  @Test
  void givesTheNextMigrationACleanSessionWhateverTheLastOneSet() {
    project
        .file(
            FILE,
            """
            SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY;
            SET standard_conforming_strings = off;
            SET client_min_messages = error;
            PREPARE p AS SELECT 1;
            CREATE TEMP TABLE t ON COMMIT PRESERVE ROWS AS SELECT 1 AS a;
            DECLARE c CURSOR WITH HOLD FOR SELECT * FROM t;
            SET statement_timeout = '2ms';
            """)
        .file(
            NEXT,
            """
            CREATE TABLE seen AS
            SELECT current_setting('transaction_isolation') AS i,
                   current_setting('transaction_read_only') AS r, 'a\\b' AS s,
                   (SELECT count(*) FROM pg_prepared_statements WHERE name = 'p') AS p,
                   (SELECT count(*) FROM pg_cursors WHERE name = 'c') AS c,
                   current_setting('statement_timeout') AS t;
            """);
    assertThat(project.apply().report().passed()).as(project.console()).isTrue();
    assertThat(database.query("SELECT * FROM seen"))
        .containsExactly(List.of("read committed", "off", "a\\b", "0", "0", "0"));
  }

  @Test
  void countsAMigrationAsAppliedWhetherOrNotItsSessionCanBeReset() {
    // Whether the reset behind COMMIT comes in under 1 ms is a matter of chance.
    project
        .file(
            FILE,
            "CREATE TEMP TABLE t ();\nSELECT set_config('statement_timeout', '1', false),"
                + " pg_advisory_lock(n) FROM generate_series(1, 5) n;")
        .file(NEXT, "CREATE TABLE next AS SELECT current_setting('statement_timeout') AS t;");
    assertThat(project.apply().report().passed()).as(project.console()).isTrue();
    assertThat(database.value("SELECT t FROM next")).isEqualTo("0");
  }
}
