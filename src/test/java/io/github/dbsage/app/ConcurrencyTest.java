package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Problem;
import io.github.dbsage.testing.Eventually;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other runners, other sessions, and sessions that go away. */
@OnPostgres
final class ConcurrencyTest {

  private static final String FILE = "20260102120000_next";
  @TempDir Path folder;
  @TempDir Path otherFolder;
  private TestDatabase database;
  private Workspace project;
  private Workspace other;

  @BeforeEach
  void prepare(TestDatabase fresh) {
    database = fresh;
    project = new Workspace(folder, fresh);
    other = new Workspace(otherFolder, fresh);
    for (Workspace each : List.of(project, other)) {
      each.file("20260101120000_users", "CREATE TABLE users (id int, email text);");
    }
  }

  private static Problem error(Outcome outcome) {
    return Objects.requireNonNull(outcome.report().error());
  }

  private void both(String name, String sql) {
    project.file(name, sql);
    other.file(name, sql);
  }

  @Test
  void appliesEachMigrationOnceWhenTwoRunnersStartAtOnce()
      throws ExecutionException, InterruptedException {
    both(FILE, "CREATE INDEX CONCURRENTLY users_email ON users (email);\nSELECT pg_sleep(0.3);");
    both("20260103120000_rows", "INSERT INTO users VALUES (1, 'once');");
    CompletableFuture<Outcome> first = CompletableFuture.supplyAsync(project::apply);
    CompletableFuture<Outcome> second = CompletableFuture.supplyAsync(other::apply);
    assertThat(first.get().report().passed()).as(project.console()).isTrue();
    assertThat(second.get().report().passed()).as(other.console()).isTrue();
    assertThat(first.get().report().steps().size() + second.get().report().steps().size())
        .isEqualTo(3);
    assertThat(project.console() + other.console())
        .contains("dbsage apply ")
        .contains("up to date");
    assertThat(database.value("SELECT count(*) FROM users")).isEqualTo("1");
    assertThat(database.value("SELECT count(*) FROM dbsage_log")).isEqualTo("3");
  }

  @Test
  void givesUpWhenAnotherRunnerDoesNotEndAndNamesIt() throws SQLException {
    project.apply();
    try (Connection holder = database.connect();
        Statement statement = holder.createStatement()) {
      statement.execute("SET application_name = 'the other one'");
      statement.execute("SELECT pg_advisory_lock(1684173671, " + crc("public") + ")");
      Problem problem = error(project.runnerTimeout(Duration.ofMillis(300)).apply());
      assertThat(problem.code()).isEqualTo("RUN_LOCK");
      assertThat(problem.what()).contains("the other one").contains("user " + database.user());
      assertThat(project.console()).contains("the other one (pid ");
    }
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

  private static int crc(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return (int) crc.getValue();
  }

  @Test
  void rollsBackWhenTheRunLockIsLost() {
    project.file(
        FILE,
        "CREATE TABLE kept ();\n"
            + "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
            + " AND classid = 1684173671;\nSELECT pg_sleep(0.2);");
    Problem problem = error(project.apply());
    assertThat(problem.code()).isEqualTo("RUN_LOCK_LOST");
    assertThat(database.value("SELECT to_regclass('kept') IS NULL")).isEqualTo("t");
    assertThat(database.value("SELECT count(*) FROM schema_migrations")).isEqualTo("1");
  }

  @Test
  void recordsALostConnectionAsAFailureThatKeptNothing() {
    project.file(FILE, "CREATE TABLE kept ();\nSELECT pg_terminate_backend(pg_backend_pid());");
    Problem problem = error(project.apply());
    assertThat(problem.code()).isEqualTo("CONNECTION_LOST");
    assertThat(database.value("SELECT to_regclass('kept') IS NULL")).isEqualTo("t");
    assertThat(
            database.value(
                "SELECT success FROM schema_migrations WHERE version = '20260102120000'"))
        .isEqualTo("f");
  }

  @Test
  void triesAgainWhenALockIsNotToBeHadInTime() throws Exception {
    project.apply();
    project
        .file(FILE, "CREATE TABLE first ();\nALTER TABLE users ADD COLUMN name text;")
        .lockTimeout(Duration.ofMillis(100));
    try (Connection reader = database.connect();
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.execute("SELECT * FROM users");
      CompletableFuture<Outcome> run = CompletableFuture.supplyAsync(project::apply);
      assertThat(Eventually.holds(() -> project.console().contains("try 3 of 10"))).isTrue();
      reader.rollback();
      assertThat(run.get().report().passed()).as(project.console()).isTrue();
    }
    assertThat(database.value("SELECT count(*) FROM schema_migrations")).isEqualTo("2");
  }

  @Test
  void doesNotHangOnAConcurrentIndexBesideAnIdleRunner() {
    project.file(FILE, "CREATE INDEX CONCURRENTLY users_email ON users (email);");
    assertThat(project.apply().report().passed()).as(project.console()).isTrue();
    assertThat(
            database.value(
                "SELECT indisvalid FROM pg_index WHERE indexrelid = 'users_email'::regclass"))
        .isEqualTo("t");
  }

  @Test
  void leavesNoLockAndNoSessionBehindAKilledRunner() throws Exception {
    project.file(FILE, "CREATE TABLE half ();\nSELECT pg_sleep(60);");
    Process runner = ForkedApply.start(folder, database);
    try {
      assertThat(Eventually.holds(this::isSleeping)).isTrue();
    } finally {
      runner.destroyForcibly().waitFor();
    }
    project.file(FILE, "CREATE TABLE half ();\nSELECT pg_sleep(0);");
    assertThat(project.apply().report().passed()).as(project.console()).isTrue();
    assertThat(database.value("SELECT to_regclass('half') IS NOT NULL")).isEqualTo("t");
  }

  @Test
  void continuesASegmentedMigrationOfAKilledRunner() throws Exception {
    project.file(
        FILE,
        """
        INSERT INTO users SELECT i, i::text FROM generate_series(1, 1000) i;
        VACUUM users;
        SELECT pg_sleep(60);
        """);
    Process runner = ForkedApply.start(folder, database);
    try {
      assertThat(Eventually.holds(this::isSleeping)).isTrue();
    } finally {
      runner.destroyForcibly().waitFor();
    }
    project.file(
        FILE,
        """
        INSERT INTO users SELECT i, i::text FROM generate_series(1, 1000) i;
        VACUUM users;
        SELECT pg_sleep(0);
        """);
    assertThat(project.apply().report().passed()).as(project.console()).isTrue();
    assertThat(database.value("SELECT count(*) FROM users")).isEqualTo("1000");
    assertThat(project.console()).contains("resumed");
  }
}
