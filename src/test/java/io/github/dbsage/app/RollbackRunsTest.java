package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Problem;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.testing.CuttingProxy;
import io.github.dbsage.testing.Eventually;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rollbacks that are not one transaction, that have to wait, or that are cut off. */
@OnPostgres
final class RollbackRunsTest {

  private static final String FILE = "20260102120000_next";
  private static final String VERSION = "20260102120000";

  @TempDir Path folder;
  private TestDatabase database;
  private Workspace project;

  @BeforeEach
  void prepare(TestDatabase fresh) {
    database = fresh;
    project = new Workspace(folder, fresh);
    project.file(
        "20260101120000_users",
        "CREATE TABLE users (id int PRIMARY KEY, email text);\n-- ROLLBACK SECTION\n/*\nDROP TABLE users;\n*/");
  }

  private void apply(String sql, String rollback) {
    project.file(FILE, sql + "\n-- ROLLBACK SECTION\n/*\n" + rollback + "\n*/\n");
    passes(project.apply());
  }

  private Outcome passes(Outcome outcome) {
    assertThat(outcome.defect()).isNull();
    assertThat(outcome.report().passed()).as(project.console()).isTrue();
    return outcome;
  }

  private Problem refused(Outcome outcome) {
    assertThat(outcome.defect()).isNull();
    assertThat(outcome.report().passed()).as(project.console()).isFalse();
    return Objects.requireNonNull(outcome.report().error());
  }

  private List<?> journal() {
    return database.query(
        "SELECT ordinal::text || ' ' || state FROM dbsage_journal WHERE version = '"
            + VERSION
            + "' AND ordinal < 0 ORDER BY ordinal DESC");
  }

  private boolean isApplied() {
    return "1"
        .equals(
            database.value(
                "SELECT count(*) FROM schema_migrations WHERE success AND version = '"
                    + VERSION
                    + "'"));
  }

  private boolean exists(String relation) {
    return "t".equals(database.value("SELECT to_regclass('" + relation + "') IS NOT NULL"));
  }

  /** Three segments, of which the last one fails as long as there is no table called late. */
  private void halfRolledBack() {
    apply(
        "CREATE TABLE t (); CREATE INDEX users_email ON users (email);",
        "DROP INDEX CONCURRENTLY users_email;\nDROP TABLE t;\nVACUUM users;\nDROP TABLE late;");
    Problem problem = refused(project.rollback());
    assertThat(problem.sqlState()).isEqualTo("42P01");
    assertThat(problem.why()).contains("What ran before this statement is kept and journalled.");
  }

  @Test
  void journalsWhatRunsOutsideATransactionAndContinues() {
    halfRolledBack();
    assertThat(journal())
        .isEqualTo(
            List.of(
                List.of("-1 done"), List.of("-2 done"), List.of("-3 done"), List.of("-4 failed")));
    assertThat(isApplied()).isTrue();
    assertThat(exists("t")).isFalse();
    database.execute("CREATE TABLE late ()");
    Outcome outcome = passes(project.rollback());
    assertThat(outcome.report().steps())
        .singleElement()
        .satisfies(step -> assertThat(step.state()).isEqualTo(StepReport.State.ROLLED_BACK))
        .satisfies(step -> assertThat(step.statements()).hasSize(1));
    assertThat(isApplied()).isFalse();
    assertThat(exists("users")).isTrue();
    assertThat(
            database.query("SELECT ordinal FROM dbsage_journal WHERE version = '" + VERSION + "'"))
        .isEmpty();
    assertThat(
            database.query("SELECT action FROM dbsage_log WHERE action LIKE 'roll%' ORDER BY id"))
        .containsExactly(List.of("rollback failed"), List.of("rollback"));
    assertThat(passes(project.apply()).report().steps())
        .singleElement()
        .satisfies(step -> assertThat(step.state()).isEqualTo(StepReport.State.APPLIED));
  }

  @Test
  void nothingIsAppliedWhileOneIsHalfDone() {
    halfRolledBack();
    project.file("20260103120000_more", "CREATE TABLE more ();");
    Problem problem = refused(project.apply());
    assertThat(problem.code()).isEqualTo("ROLLBACK_UNFINISHED");
    assertThat(problem.fix()).startsWith("Finish it first: mvn dbsage:rollback");
    assertThat(exists("more")).isFalse();
    Outcome status = project.status();
    assertThat(status.report().findings())
        .filteredOn(finding -> finding.rule().equals("VERSION_INTERRUPTED"))
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.message())
                    .startsWith("The rollback of " + FILE + " was begun and is not whole"));
    assertThat(project.console())
        .contains("interrupted, rollback not finished, 3 statements of it done");
  }

  @Test
  void continuesItBeforeAnythingElse() {
    halfRolledBack();
    database.execute("CREATE TABLE late ()");
    Outcome outcome = passes(project.rollback("20260101120000", null, null));
    assertThat(outcome.report().steps())
        .extracting(step -> String.valueOf(step.version()))
        .containsExactly(VERSION);
  }

  @Test
  void whatIsHalfRolledBackCannotStay() {
    halfRolledBack();
    Problem problem = refused(project.rollback(VERSION, null, null));
    assertThat(problem.what()).contains("cannot stay");
  }

  @Test
  void canBeFinishedByHand() {
    halfRolledBack();
    passes(project.repair(VERSION, "reverted", null, "the rest was done by hand"));
    assertThat(journal()).isEqualTo(List.of());
    passes(project.apply());
  }

  @Test
  void canBeMadeUndoneByHand() {
    halfRolledBack();
    assertThat(passes(project.repair()).report().findings())
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.fix()).contains("-Ddbsage.to=reverted", "-Ddbsage.to=applied"));
    database.execute("CREATE TABLE t ()", "CREATE INDEX users_email ON users (email)");
    passes(project.repair(VERSION, "applied", null, "made again by hand"));
    assertThat(journal()).isEqualTo(List.of());
    assertThat(isApplied()).isTrue();
    passes(project.repair());
    assertThat(project.console()).contains("Nothing needs repair");
    database.execute("CREATE TABLE late ()");
    passes(project.rollback());
  }

  @Test
  void aRollbackOfWhichNothingWasKeptHasNotBegun() {
    apply(
        "CREATE INDEX users_email ON users (email);",
        "DROP TABLE nowhere;\nDROP INDEX CONCURRENTLY users_email;");
    refused(project.rollback());
    assertThat(journal()).isEqualTo(List.of());
    passes(project.apply());
    database.execute("CREATE TABLE nowhere ()");
    passes(project.rollback());
  }

  @Test
  void dropsAnIndexAgainThatWasBeingDroppedWhenItWasCutOff() {
    apply(
        "CREATE INDEX users_email ON users (email);",
        "DROP INDEX CONCURRENTLY users_email;\nDROP TABLE nowhere;");
    refused(project.rollback());
    database.execute(
        "UPDATE dbsage_journal SET state = 'running' WHERE ordinal = -1",
        "DELETE FROM dbsage_journal WHERE ordinal = -2",
        "CREATE TABLE nowhere ()");
    passes(project.rollback());
    assertThat(isApplied()).isFalse();
  }

  @Test
  void refusesToContinueWhenAPlaceholderHasAnotherValue() {
    project.placeholder("name", "users_email");
    apply(
        "CREATE INDEX users_email ON users (email);",
        "DROP INDEX CONCURRENTLY ${name};\nDROP TABLE nowhere;");
    refused(project.rollback());
    project.placeholder("name", "users_pkey");
    Problem problem = refused(project.rollback());
    assertThat(problem.code()).isEqualTo("JOURNAL_PREFIX");
    assertThat(problem.fix()).contains("a placeholder has another value now");
  }

  @Test
  void waitsForAReaderWithinItsBudget() throws Exception {
    apply("ALTER TABLE users ADD COLUMN note text;", "ALTER TABLE users DROP COLUMN note;");
    project.lockTimeout(Duration.ofMillis(150));
    try (Connection reader = database.connect();
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.execute("SELECT FROM users");
      CompletableFuture<Outcome> run = CompletableFuture.supplyAsync(project::rollback);
      assertThat(Eventually.holds(() -> project.console().contains("try 3 of 10")))
          .as(project.console())
          .isTrue();
      reader.rollback();
      passes(run.get());
    }
    assertThat(isApplied()).isFalse();
  }

  @Test
  void keepsAnybodyFromFillingWhatItFoundEmpty() throws Exception {
    apply("CREATE TABLE t (a int);", "SELECT pg_sleep(0.2);\nDROP TABLE t;");
    project.lockTimeout(Duration.ofMillis(150));
    try (Connection writer = database.connect();
        Statement statement = writer.createStatement()) {
      writer.setAutoCommit(false);
      statement.execute("INSERT INTO t VALUES (1)");
      CompletableFuture<Outcome> run = CompletableFuture.supplyAsync(project::rollback);
      assertThat(Eventually.holds(() -> project.console().contains("try 2 of 10")))
          .as(project.console())
          .isTrue();
      writer.commit();
      assertThat(refused(run.get()).code()).isEqualTo("DATA_LOSS");
    }
    assertThat(database.value("SELECT a FROM t")).isEqualTo("1");
  }

  @Test
  void locksBehindTheScriptsOwnSetTransaction() {
    apply(
        "CREATE TABLE t (a int);",
        "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;\nINSERT INTO users VALUES (1);\nDROP TABLE t;");
    passes(project.rollback());
    assertThat(project.console()).contains("no data in what the script takes away (public.t)");
    assertThat(isApplied()).isFalse();
  }

  @Test
  void twoRunnersRollBackOneAfterTheOther(@TempDir Path otherFolder) throws Exception {
    apply("CREATE TABLE t ();", "SELECT pg_sleep(0.3);\nDROP TABLE t;");
    Workspace other = new Workspace(otherFolder, database);
    CompletableFuture<Outcome> first = CompletableFuture.supplyAsync(project::rollback);
    CompletableFuture<Outcome> second = CompletableFuture.supplyAsync(other::rollback);
    passes(first.get());
    passes(second.get());
    assertThat(project.console() + other.console()).contains("dbsage rollback ");
    assertThat(database.value("SELECT count(*) FROM schema_migrations")).isEqualTo("0");
  }

  @Test
  void worksWithALease() {
    apply("CREATE TABLE t ();", "DROP TABLE t;");
    project.lease();
    passes(project.rollback());
    assertThat(isApplied()).isFalse();
  }

  @Test
  void rollsBackTheRollbackWhenTheRunLockIsLost() {
    apply(
        "CREATE TABLE t ();",
        "DROP TABLE t;\nSELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
            + " AND classid = 1684173671;\nSELECT pg_sleep(0.2);");
    Problem problem = refused(project.rollback());
    assertThat(problem.code()).isIn("RUN_LOCK_LOST", "CONNECTION_LOST");
    assertThat(exists("t")).isTrue();
    assertThat(isApplied()).isTrue();
  }

  @Test
  void findsOutThatTheServerHadCommitted() throws IOException {
    apply("CREATE TABLE t ();", "DROP TABLE t;");
    try (CuttingProxy proxy = CuttingProxy.before(database, "WITH gone AS", true)) {
      passes(project.rollbackAt(proxy.jdbcUrl(), database.user(), database.password()));
      assertThat(proxy.hasCut()).isTrue();
    }
    assertThat(project.console()).contains("the server had committed it");
    assertThat(isApplied()).isFalse();
  }

  @Test
  void findsOutThatNothingWasCommitted() throws IOException {
    apply("CREATE TABLE t ();", "DROP TABLE t;");
    try (CuttingProxy proxy = CuttingProxy.before(database, "WITH gone AS", false)) {
      Problem problem =
          refused(project.rollbackAt(proxy.jdbcUrl(), database.user(), database.password()));
      assertThat(problem.code()).isEqualTo("CONNECTION_LOST");
      assertThat(problem.why()).contains("the database is as it was");
    }
    assertThat(isApplied()).isTrue();
    assertThat(exists("t")).isTrue();
    passes(project.rollback());
  }

  @Test
  void refusesAReadOnlyDatabaseAndARoleThatMayNotWrite() throws SQLException {
    apply("CREATE TABLE t ();", "DROP TABLE t;");
    String reader = database.createRole("LOGIN PASSWORD 'open sesame'");
    database.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + reader);
    Problem problem = refused(project.rollbackAt(database.jdbcUrl(), reader, "open sesame"));
    assertThat(problem.code()).isEqualTo("PERMISSION");
    database.execute(
        "ALTER DATABASE " + database.name() + " SET default_transaction_read_only = on");
    problem = refused(project.rollback());
    assertThat(problem.what()).contains("read-only");
    assertThat(exists("t")).isTrue();
  }

  @Test
  void deferredConstraintsAndSettingsOfTheScriptDoNotReachTheRecord() {
    apply(
        "CREATE TABLE t ();",
        "SET search_path = '';\nSET ROLE NONE;\nSET statement_timeout = '5s';\nDROP TABLE public.t;");
    passes(project.rollback());
    passes(project.rollback());
  }
}
