package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Problem;
import io.github.dbsage.testing.CuttingProxy;
import io.github.dbsage.testing.Eventually;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dbsage.lock=lease} on the server itself. */
@OnPostgres
final class LeaseTest {

  private static final String NEXT = "20260102120000_next";

  @TempDir Path folder;
  @TempDir Path otherFolder;
  private TestDatabase database;
  private Workspace project;
  private Workspace other;

  @BeforeEach
  void prepare(TestDatabase fresh) {
    database = fresh;
    project = new Workspace(folder, fresh).lease();
    other = new Workspace(otherFolder, fresh);
    both("20260101120000_users", "CREATE TABLE users (id int, email text);");
  }

  private void both(String name, String sql) {
    project.file(name, sql);
    other.file(name, sql);
  }

  private static Problem error(Outcome outcome) {
    return Objects.requireNonNull(outcome.report().error());
  }

  @Test
  void appliesEachMigrationOnceBesideARunnerWithTheSessionLock() {
    both(NEXT, "CREATE INDEX CONCURRENTLY users_email ON users (email);\nSELECT pg_sleep(0.3);");
    both("20260103120000_rows", "INSERT INTO users VALUES (1, 'once');");
    CompletableFuture<Outcome> first = CompletableFuture.supplyAsync(project::apply);
    CompletableFuture<Outcome> second = CompletableFuture.supplyAsync(other::apply);
    assertThat(first.join().report().passed()).as(project.console()).isTrue();
    assertThat(second.join().report().passed()).as(other.console()).isTrue();
    assertThat(project.console() + other.console()).contains("up to date");
    assertThat(database.value("SELECT count(*) FROM users")).isEqualTo("1");
    assertThat(database.value("SELECT count(*) FROM dbsage_log")).isEqualTo("3");
  }

  @Test
  void continuesADatabaseThatKnewNoLeaseAndLeavesNothingOfItBehind() {
    other.apply();
    List<?> before = database.query("SELECT * FROM dbsage_meta");
    project.file(NEXT, "CREATE TABLE next ();");
    assertThat(project.apply().report().passed()).as(project.console()).isTrue();
    assertThat(database.query("SELECT * FROM dbsage_meta")).isEqualTo(before);
  }

  @Test
  void rollsBackWhenTheLeaseIsTakenOver() {
    project.file(
        NEXT,
        "CREATE TABLE kept ();\nUPDATE dbsage_meta SET value = 'x' WHERE key = 'lease.owner';");
    Problem problem = error(project.apply());
    assertThat(problem.code()).isEqualTo("RUN_LOCK_LOST");
    assertThat(problem.what())
        .isEqualTo(
            "This runner has lost the run lock (its session is gone, or another runner took its"
                + " lease over), so 20260102120000_next was rolled back.");
    assertThat(database.value("SELECT to_regclass('kept') IS NULL")).isEqualTo("t");
    assertThat(database.value("SELECT count(*) FROM schema_migrations")).isEqualTo("2");
  }

  @Test
  void stopsBeforeTheNextSegmentWhenTheLeaseIsTakenOver() {
    project.file(
        NEXT,
        """
        -- dbsage: transaction=false
        CREATE TABLE first ();
        UPDATE dbsage_meta SET value = 'x' WHERE key = 'lease.owner';
        CREATE TABLE second ();
        """);
    assertThat(error(project.apply()).code()).isEqualTo("RUN_LOCK_LOST");
    assertThat(project.console()).contains("the failure was not recorded: This runner has lost");
    assertThat(database.value("SELECT to_regclass('second') IS NULL")).isEqualTo("t");
  }

  @Test
  void findsOutThatTheServerHadCommitted() throws IOException {
    database.execute("CREATE SCHEMA other", "CREATE SEQUENCE other.runs");
    project.file(NEXT, "SELECT nextval('other.runs');\nSELECT pg_sleep(0.5);");
    try (CuttingProxy proxy = CuttingProxy.before(database, "nextval", true)) {
      Outcome outcome = project.applyAt(proxy.jdbcUrl(), database.user(), database.password());
      assertThat(proxy.hasCut()).isTrue();
      assertThat(outcome.report().passed()).as(project.console()).isTrue();
    }
    assertThat(project.console()).contains("the server had committed it");
    assertThat(database.value("SELECT last_value FROM other.runs")).isEqualTo("1");
  }

  @Test
  void letsTheNextRunnerWaitForTheLeaseOfAKilledOne() throws Exception {
    project.file(NEXT, "CREATE TABLE half ();\nSELECT pg_sleep(60);");
    other.file(NEXT, "CREATE TABLE half ();");
    Process runner = ForkedApply.start(folder, database, database.jdbcUrl(), Lock.LEASE);
    try {
      assertThat(Eventually.holds(this::isSleeping)).isTrue();
    } finally {
      runner.destroyForcibly().waitFor();
    }
    Problem problem = error(other.runnerTimeout(Duration.ofMillis(300)).apply());
    assertThat(problem.code()).isEqualTo("RUN_LOCK");
    assertThat(problem.what())
        .contains("(process " + runner.pid() + ", user ")
        .contains("its lease runs out in ");
    database.execute(
        "UPDATE dbsage_meta SET value = '2026-01-01T00:00:00Z' WHERE key = 'lease.expires'");
    assertThat(other.runnerTimeout(Duration.ofMinutes(1)).apply().report().passed())
        .as(other.console())
        .isTrue();
    assertThat(database.value("SELECT to_regclass('half') IS NOT NULL")).isEqualTo("t");
  }

  private boolean isSleeping() {
    return "1"
        .equals(
            database.value(
                """
                SELECT count(*) FROM pg_stat_activity
                 WHERE query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid()
                   AND datname = current_database() AND state = 'active'
                """));
  }
}
