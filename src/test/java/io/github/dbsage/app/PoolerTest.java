package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Problem;
import io.github.dbsage.testing.Eventually;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.PgBouncer;
import io.github.dbsage.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Through PgBouncer, where the machine has it. */
@OnPostgres
final class PoolerTest {

  private static final String USUAL = "default_pool_size = 20";
  private static final String IGNORES = "ignore_startup_parameters = extra_float_digits,options";

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
    both("20260101120000_users", "CREATE TABLE users (id int, email text);");
  }

  private void both(String name, String sql) {
    project.file(name, sql);
    other.file(name, sql);
  }

  private Outcome apply(Workspace workspace, PgBouncer bouncer) {
    return workspace.applyAt(bouncer.jdbcUrl(), database.user(), database.password());
  }

  private static Problem error(Outcome outcome) {
    return Objects.requireNonNull(outcome.report().error());
  }

  private String tables() {
    return String.valueOf(
        database.value(
            "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"));
  }

  @ParameterizedTest
  @ValueSource(strings = {USUAL, IGNORES})
  void refusesATransactionPoolerBeforeAnythingIsWritten(String configuration) {
    try (PgBouncer bouncer = PgBouncer.start(database, PgBouncer.Mode.TRANSACTION, configuration)) {
      Problem problem = error(apply(project, bouncer));
      assertThat(problem.code()).isEqualTo("CONNECTION_POOLER");
      assertThat(problem.what())
          .isEqualTo(
              "%s on 127.0.0.1:%d is a transaction pooler, not the server itself; nothing was changed."
                  .formatted(database.name(), bouncer.port()));
      assertThat(problem.why())
          .isEqualTo(
              "each transaction gets another of the server's sessions, so the session lock that"
                  + " keeps two runners apart does not hold");
      assertThat(problem.fix())
          .isEqualTo(
              "Name the server's own port: -Ddbsage.url=jdbc:postgresql://127.0.0.1:%d/%s. Where no way leads past the pooler, -Ddbsage.lock=lease needs no session lock."
                  .formatted(database.port(), database.name()));
      assertThat(tables()).isEqualTo("0");
    }
  }

  @Test
  void refusesATransactionPoolerThatHasASingleConnection() {
    try (PgBouncer bouncer =
        PgBouncer.start(database, PgBouncer.Mode.TRANSACTION, "default_pool_size = 1")) {
      assertThat(error(apply(project, bouncer)).code()).isEqualTo("CONNECTION_POOLER");
    }
  }

  /** Two connections to the server are free then, and each statement takes the other. */
  @Test
  void refusesATransactionPoolerThatTakesItsConnectionsInTurn() throws SQLException {
    try (PgBouncer bouncer =
        PgBouncer.start(database, PgBouncer.Mode.TRANSACTION, "server_round_robin = 1")) {
      try (Connection one = through(bouncer);
          Connection two = through(bouncer)) {
        for (Connection each : List.of(one, two)) {
          each.setAutoCommit(false);
          each.createStatement().execute("SELECT 1");
        }
        one.rollback();
        two.rollback();
      }
      assertThat(error(apply(project, bouncer)).code()).isEqualTo("CONNECTION_POOLER");
    }
  }

  private Connection through(PgBouncer bouncer) throws SQLException {
    return DriverManager.getConnection(bouncer.jdbcUrl(), database.user(), database.password());
  }

  @ParameterizedTest
  @ValueSource(strings = {USUAL, IGNORES})
  void rollsBackWithALeaseThroughATransactionPooler(String configuration) {
    project.file(
        "20260102120000_next",
        "CREATE TABLE t (a int); ALTER TABLE users ADD COLUMN note text;\n-- ROLLBACK SECTION\n/*\n"
            + "SET search_path = '';\nSET lock_timeout = '1s';\nDROP TABLE public.t;\n"
            + "ALTER TABLE public.users DROP COLUMN note;\n*/\n");
    try (PgBouncer bouncer = PgBouncer.start(database, PgBouncer.Mode.TRANSACTION, configuration)) {
      assertThat(apply(project.lease(), bouncer).report().passed()).as(project.console()).isTrue();
      Outcome outcome = project.rollbackAt(bouncer.jdbcUrl(), database.user(), database.password());
      assertThat(outcome.report().passed()).as(project.console()).isTrue();
      assertThat(project.console()).contains("no data in what the script takes away");
    }
    assertThat(database.value("SELECT to_regclass('t') IS NULL")).isEqualTo("t");
    assertThat(database.value("SELECT count(*) FROM schema_migrations")).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(strings = {USUAL, IGNORES})
  void refusesAStatementPoolerEvenWithALease(String configuration) {
    try (PgBouncer bouncer = PgBouncer.start(database, PgBouncer.Mode.STATEMENT, configuration)) {
      Problem problem = error(apply(project.lease(), bouncer));
      assertThat(problem.code()).isEqualTo("CONNECTION_POOLER");
      assertThat(problem.what()).contains(" is a statement pooler, ");
      assertThat(problem.fix()).doesNotContain("lease");
      assertThat(tables()).isEqualTo("0");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {USUAL, IGNORES})
  void worksWithTheSessionLockThroughASessionPooler(String configuration) {
    both(
        "20260102120000_index",
        "SET search_path = '';\nCREATE INDEX CONCURRENTLY users_email ON public.users (email);");
    both("20260103120000_rows", "INSERT INTO users VALUES (1, 'once');");
    try (PgBouncer bouncer = PgBouncer.start(database, PgBouncer.Mode.SESSION, configuration)) {
      CompletableFuture<Outcome> first =
          CompletableFuture.supplyAsync(() -> apply(project, bouncer));
      CompletableFuture<Outcome> second =
          CompletableFuture.supplyAsync(() -> apply(other, bouncer));
      assertThat(first.join().report().passed()).as(project.console()).isTrue();
      assertThat(second.join().report().passed()).as(other.console()).isTrue();
    }
    assertThat(database.value("SELECT count(*) FROM users")).isEqualTo("1");
    assertThat(database.value("SELECT count(*) FROM dbsage_log")).isEqualTo("3");
  }

  @ParameterizedTest
  @ValueSource(strings = {USUAL, IGNORES})
  void appliesEachMigrationOnceWhenTwoRunnersWithALeaseStartAtOnce(String configuration) {
    both(
        "20260102120000_index",
        "CREATE INDEX CONCURRENTLY users_email ON users (email);\nSELECT pg_sleep(0.3);");
    both("20260103120000_rows", "INSERT INTO users VALUES (1, 'once');");
    both("20260104120000_copy", "COPY users FROM STDIN;\n2\ttwo\n\\.\nVACUUM users;");
    try (PgBouncer bouncer = PgBouncer.start(database, PgBouncer.Mode.TRANSACTION, configuration)) {
      CompletableFuture<Outcome> first =
          CompletableFuture.supplyAsync(() -> apply(project.lease(), bouncer));
      CompletableFuture<Outcome> second =
          CompletableFuture.supplyAsync(() -> apply(other.lease(), bouncer));
      assertThat(first.join().report().passed()).as(project.console()).isTrue();
      assertThat(second.join().report().passed()).as(other.console()).isTrue();
    }
    assertThat(project.console() + other.console()).contains("up to date");
    assertThat(database.value("SELECT count(*) FROM users")).isEqualTo("2");
    assertThat(database.value("SELECT count(*) FROM dbsage_log")).isEqualTo("4");
    assertThat(database.query("SELECT key FROM dbsage_meta")).containsExactly(List.of("format"));
  }

  @Test
  void leavesASharedConnectionAsItWas() throws SQLException {
    String role = database.createRole("NOLOGIN");
    database.asSuperuser().execute("GRANT " + role + " TO " + database.user());
    project.file(
        "20260102120000_state",
        """
        SELECT pg_catalog.set_config('search_path', '', false);
        SET TimeZone = 'Asia/Kathmandu';
        SET work_mem = '9MB';
        SET lock_timeout = '7s';
        CREATE TEMPORARY TABLE users (id int);
        INSERT INTO public.users VALUES (1, current_setting('TimeZone'));
        SET ROLE %s;
        """
            .formatted(role));
    project.file(
        "20260103120000_isolation",
        "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;\n"
            + "INSERT INTO users VALUES (2, current_setting('transaction_isolation'));");
    try (PgBouncer bouncer =
            PgBouncer.start(database, PgBouncer.Mode.TRANSACTION, "default_pool_size = 1");
        Connection application = through(bouncer);
        Statement statement = application.createStatement()) {
      String settings =
          """
          SELECT string_agg(name || '=' || setting, ' ' ORDER BY name) || current_user
                 || coalesce(to_regclass('users')::text, '')
            FROM pg_settings WHERE name IN ('search_path', 'TimeZone', 'work_mem', 'lock_timeout',
              'statement_timeout', 'idle_in_transaction_session_timeout', 'client_encoding',
              'client_connection_check_interval')
          """;
      apply(project.target("20260101120000").lease(), bouncer);
      String before = one(statement, settings);
      assertThat(apply(project.target("20260103120000"), bouncer).report().passed())
          .as(project.console())
          .isTrue();
      assertThat(one(statement, settings)).isEqualTo(before).contains("users");
    }
    assertThat(database.query("SELECT email FROM users ORDER BY id"))
        .containsExactly(List.of("Asia/Kathmandu"), List.of("serializable"));
  }

  private static String one(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  void repeatsSettingsForLaterTransactionsAndRefusesThemBeforeAStatementByItself() {
    project.file(
        "20260102120000_enum",
        """
        CREATE TYPE mood AS ENUM ('sad');
        SET work_mem = '9MB';
        ALTER TYPE mood ADD VALUE 'glad';
        INSERT INTO users VALUES (1, current_setting('work_mem'));
        """);
    project.file(
        "20260103120000_index",
        "SET maintenance_work_mem = '9MB';\nCREATE INDEX CONCURRENTLY users_email ON users (email);");
    try (PgBouncer bouncer = PgBouncer.start(database, PgBouncer.Mode.TRANSACTION)) {
      Problem problem = error(apply(project.lease(), bouncer));
      assertThat(problem.code()).isEqualTo("POOLER_SETTING");
      assertThat(problem.where())
          .hasToString("src/main/db/migrations/20260103120000_index.sql:2:1");
      assertThat(problem.what())
          .isEqualTo(
              "This statement runs by itself, and what the file sets at line 1 does not last until"
                  + " then behind a transaction pooler.");
    }
    assertThat(database.query("SELECT email FROM users")).containsExactly(List.of("9MB"));
  }

  @Test
  void refusesATimeoutThatAStatementByItselfWouldNotHave() {
    project.file(
        "20260102120000_index",
        "-- dbsage: lock_timeout=5s\nCREATE INDEX CONCURRENTLY users_email ON users (email);");
    project.file(
        "20260103120000_each",
        "-- dbsage: transaction=false\nINSERT INTO users VALUES (1, current_setting('lock_timeout'));");
    try (PgBouncer bouncer = PgBouncer.start(database, PgBouncer.Mode.TRANSACTION)) {
      Problem problem = error(apply(project.lease(), bouncer));
      assertThat(problem.code()).isEqualTo("POOLER_SETTING");
      assertThat(problem.what())
          .isEqualTo(
              "This statement runs by itself with lock_timeout = 0 behind a transaction pooler, and"
                  + " 5000ms is wanted.");
      database.asSuperuser().execute("ALTER ROLE " + database.user() + " SET lock_timeout = 5000");
    }
    try (PgBouncer bouncer = PgBouncer.start(database, PgBouncer.Mode.TRANSACTION)) {
      assertThat(apply(project, bouncer).report().passed()).as(project.console()).isTrue();
    }
    assertThat(database.query("SELECT email FROM users")).containsExactly(List.of("30s"));
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

  @Test
  void waitsForTheLeaseOfAKilledRunnerAndThenGoesOn() throws Exception {
    project.file("20260102120000_half", "CREATE TABLE half ();\nSELECT pg_sleep(60);");
    both("20260103120000_rows", "INSERT INTO users VALUES (1, 'once');");
    other.file("20260102120000_half", "CREATE TABLE half ();");
    try (PgBouncer bouncer = PgBouncer.start(database, PgBouncer.Mode.TRANSACTION)) {
      Process runner = ForkedApply.start(folder, database, bouncer.jdbcUrl(), Lock.LEASE);
      try {
        assertThat(Eventually.holds(this::isSleeping)).isTrue();
      } finally {
        runner.destroyForcibly().waitFor();
      }
      Problem problem = error(apply(other.lease().runnerTimeout(Duration.ofMillis(300)), bouncer));
      assertThat(problem.code()).isEqualTo("RUN_LOCK");
      assertThat(problem.what())
          .matches(
              "Another runner holds the run lock: dbsage apply .+ \\(process "
                  + runner.pid()
                  + ", user "
                  + database.user()
                  + "\\); its lease runs out in \\d+ s unless it is renewed; waited \\d+ s\\.");
      assertThat(problem.fix()).contains("its lease runs out by itself");
      assertThat(Eventually.holds(() -> !isSleeping())).as("the server drops the orphan").isTrue();
      Problem session = error(other.session().apply());
      assertThat(session.code()).isEqualTo("RUN_LOCK");

      database.execute(
          "UPDATE dbsage_meta SET value = '2026-01-01T00:00:00Z' WHERE key = 'lease.expires'");
      assertThat(apply(other.lease(), bouncer).report().passed()).as(other.console()).isTrue();
      assertThat(other.console()).contains("took over the lease of dbsage apply ");
    }
    assertThat(database.value("SELECT count(*) FROM users")).isEqualTo("1");
    assertThat(database.value("SELECT count(*) FROM schema_migrations WHERE success"))
        .isEqualTo("3");
  }
}
