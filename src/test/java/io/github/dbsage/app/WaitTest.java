package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Problem;
import io.github.dbsage.testing.Eventually;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/** Statements that have to wait: whom they hold up meanwhile, and what the console says. */
@OnPostgres
final class WaitTest {

  private static final String FILE = "20260102120000_next";
  private static final String ALTER = "CREATE TABLE first ();\nALTER TABLE users ADD COLUMN b int;";

  @TempDir Path folder;
  private TestDatabase database;
  private Workspace project;

  @BeforeEach
  void prepare(TestDatabase fresh) {
    database = fresh;
    project = new Workspace(folder, fresh);
    project.file(
        "20260101120000_users",
        "CREATE TABLE users (id int PRIMARY KEY, name text);\nINSERT INTO users VALUES (1, 'a');");
    assertThat(project.apply().report().passed()).as(project.console()).isTrue();
  }

  /** A transaction of somebody else that stays open. */
  private static Connection open(TestDatabase as, String... statements) throws SQLException {
    Connection connection = as.connect();
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET application_name = 'the reader'");
      connection.setAutoCommit(false);
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
    return connection;
  }

  private static int pid(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class).getBackendPID();
  }

  private CompletableFuture<Outcome> apply() {
    return CompletableFuture.supplyAsync(project::apply);
  }

  private void assertShown(String text) {
    assertThat(Eventually.holds(() -> project.console().contains(text)))
        .as(text + " in " + project.console())
        .isTrue();
  }

  private void assertPassed(CompletableFuture<Outcome> run) throws Exception {
    assertThat(run.get().report().passed()).as(project.console()).isTrue();
  }

  @Test
  void neverHoldsUpReadersForLongerThanItsBudget() throws Exception {
    project.file(FILE, ALTER).lockTimeout(Duration.ofMillis(200));
    try (Connection holder = open(database, "SELECT FROM users");
        Connection other = database.connect();
        Statement reader = other.createStatement()) {
      // Behind an ALTER TABLE without a budget, it would wait for the holder.
      reader.execute("SET lock_timeout = '20s'");
      CompletableFuture<Outcome> run = apply();
      AtomicInteger reads = new AtomicInteger();
      assertThat(
              Eventually.holds(
                  () -> {
                    try {
                      reader.execute("SELECT FROM users");
                    } catch (SQLException e) {
                      throw new IllegalStateException(e.getMessage(), e);
                    }
                    reads.incrementAndGet();
                    return project.console().contains("try 4 of 10");
                  }))
          .as(project.console())
          .isTrue();
      assertThat(reads).hasValueGreaterThan(3);
      assertThat(project.console())
          .contains("it is held by pid " + pid(holder) + " (user " + database.user())
          .contains("at most 200 ms here (lock_timeout)")
          .containsOnlyOnce("-Ddbsage.lockTimeout");
      holder.rollback();
      assertPassed(run);
    }
    assertThat(database.value("SELECT to_regclass('first') IS NOT NULL")).isEqualTo("t");
  }

  @Test
  void namesTheHolderWhileItWaits() throws Exception {
    project.file(FILE, ALTER);
    try (Connection holder = open(database, "SELECT id, $$PASSWORD 'hunter2'$$ FROM users")) {
      CompletableFuture<Outcome> run = apply();
      assertShown("waiting for ACCESS EXCLUSIVE on public.users (");
      assertThat(project.console())
          .contains(" s): one of 2 statements, lines 1 to 2")
          .contains(
              "held up by pid "
                  + pid(holder)
                  + " (user "
                  + database.user()
                  + ", the reader from "
                  + database.value("SELECT host(inet_client_addr())")
                  + "): idle in transaction for ")
          .contains("last ran: SELECT id, ")
          .doesNotContain("hunter2")
          .contains("to end it: SELECT pg_terminate_backend(" + pid(holder) + ");");
      assertShown("at most 2 s here (lock_timeout)");
      holder.rollback();
      assertPassed(run);
    }
  }

  @Test
  void namesTheHolderWhenAllTriesAreUsedUp() throws Exception {
    project.file(FILE, ALTER).lockTimeout(Duration.ofMillis(300)).tries(3);
    try (Connection holder = open(database, "SELECT FROM users")) {
      Problem problem = Objects.requireNonNull(project.apply().report().error());
      assertThat(problem.sqlState()).isEqualTo("55P03");
      assertThat(String.valueOf(problem.where())).endsWith("next.sql:2:1");
      assertThat(problem.why())
          .contains("It waited for\npid " + pid(holder) + " (user " + database.user())
          .contains("Nothing of this migration was kept.");
      assertThat(problem.fix()).contains("SELECT pg_terminate_backend(" + pid(holder) + ");");
      assertThat(project.console()).contains("try 3 of 3").doesNotContain("try 4");
      assertThat(database.value("SELECT to_regclass('first') IS NULL")).isEqualTo("t");
      assertThat(database.value("SELECT notes FROM schema_migrations WHERE NOT success"))
          .contains("55P03");
    }
  }

  @Test
  void saysWhatItMayNotSeeOfOthers() throws Exception {
    String stranger = database.createRole("LOGIN PASSWORD 'open sesame'");
    database.execute("GRANT SELECT ON users TO " + stranger);
    project.file(FILE, ALTER).lockTimeout(Duration.ofMillis(300)).tries(2);
    TestDatabase as = database.as(stranger, "open sesame");
    try (Connection holder = open(as, "SELECT FROM users")) {
      Problem problem = Objects.requireNonNull(project.apply().report().error());
      assertThat(problem.why())
          .contains("pid " + pid(holder) + " (user " + stranger + ", the reader)")
          .contains("not shown to this role (pg_read_all_stats would)");
    }
  }

  @Test
  void waitsWithoutLimitForOldSnapshotsAndNamesThem() throws Exception {
    project
        .file(FILE, "CREATE INDEX CONCURRENTLY users_name ON users (name);")
        .lockTimeout(Duration.ofMillis(50));
    try (Connection holder =
        open(database, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ", "SELECT 1")) {
      CompletableFuture<Outcome> run = apply();
      assertShown("waiting for an older transaction to end");
      assertShown("lock_timeout is 0 here: it waits as long as it takes");
      assertThat(project.console())
          .contains("): line 1, CREATE INDEX CONCURRENTLY users_name ON users (name)")
          .contains("held up by pid " + pid(holder) + " (user ");
      holder.rollback();
      assertPassed(run);
    }
    assertThat(
            database.value(
                "SELECT indisvalid FROM pg_index WHERE indexrelid = 'users_name'::regclass"))
        .isEqualTo("t");
  }

  @Test
  void countsADeadlockAsATry() throws Exception {
    String stranger = database.createRole("LOGIN PASSWORD 'open sesame'");
    // The server ends the one whose patience ends first.
    database.asSuperuser().execute("ALTER ROLE " + stranger + " SET deadlock_timeout = '1min'");
    database.execute("CREATE TABLE other ()", "GRANT ALL ON users, other TO " + stranger);
    project
        .file(FILE, "ALTER TABLE users ADD COLUMN b int;\nALTER TABLE other ADD COLUMN b int;")
        .lockTimeout(Duration.ofSeconds(20));
    TestDatabase as = database.as(stranger, "open sesame");
    try (Connection holder = open(as, "SELECT FROM other");
        Statement statement = holder.createStatement()) {
      CompletableFuture<Outcome> run = apply();
      assertThat(Eventually.holds(() -> isLocked("users"))).isTrue();
      statement.execute("SELECT FROM users");
      assertShown("the server ended a deadlock by cancelling this statement");
      assertThat(project.console()).contains("try 2 of 10");
      holder.rollback();
      assertPassed(run);
    }
  }

  private boolean isLocked(String table) {
    return "t"
        .equals(
            database.value(
                "SELECT EXISTS (SELECT FROM pg_locks WHERE relation = '"
                    + table
                    + "'::regclass AND mode = 'AccessExclusiveLock' AND granted)"));
  }

  @Test
  void tellsHowFarAnIndexIs() throws Exception {
    holdBack();
    project.file(FILE, "SELECT 1;\nCREATE INDEX users_slow ON users (slow(id));");
    try (Connection holder = open(database, "SELECT pg_advisory_lock(42)")) {
      CompletableFuture<Outcome> run = apply();
      assertShown("CREATE INDEX on public.users, building index: scanning table, ");
      assertThat(project.console()).contains("still running (").contains(" of 1 blocks)");
      holder.createStatement().execute("SELECT pg_advisory_unlock(42)");
      assertPassed(run);
    }
  }

  @Test
  void saysThatALongStatementIsStillAtWork() throws Exception {
    holdBack();
    project.file(FILE, "-- the slow one\nUPDATE users SET\n  id = slow(id);");
    try (Connection holder = open(database, "SELECT pg_advisory_lock(42)")) {
      CompletableFuture<Outcome> run = apply();
      assertShown("line 2, UPDATE users SET id = slow(id)");
      holder.createStatement().execute("SELECT pg_advisory_unlock(42)");
      assertPassed(run);
    }
  }

  /** A function that takes as long as somebody holds the advisory lock 42. */
  private void holdBack() {
    database.execute(
        """
        CREATE FUNCTION slow(i int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS $$
        BEGIN
          WHILE NOT pg_try_advisory_lock_shared(42) LOOP PERFORM pg_sleep(0.05); END LOOP;
          PERFORM pg_advisory_unlock_shared(42);
          RETURN i;
        END $$
        """);
  }

  @Test
  void goesOnWhenItMayNotLook() throws Exception {
    database.asSuperuser().execute("ALTER ROLE " + database.user() + " CONNECTION LIMIT 4");
    project.file(FILE, ALTER).lockTimeout(Duration.ofMillis(400));
    try (Connection holder = open(database, "SELECT FROM users");
        Connection another = open(database, "SELECT 1")) {
      CompletableFuture<Outcome> run = apply();
      assertShown("who holds its locks cannot be seen: ");
      assertShown("try 2 of 10");
      assertThat(project.console()).containsOnlyOnce("cannot be seen").doesNotContain("held by");
      holder.rollback();
      another.rollback();
      assertPassed(run);
    }
  }

  @Test
  void showsWhatATriggerSaysDuringACopy() {
    database.execute(
        """
        CREATE FUNCTION say() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE NOTICE 'got %', NEW.name; RETURN NEW; END $$
        """,
        "CREATE TRIGGER say BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION say()");
    project.file(FILE, "COPY users FROM STDIN;\n2\tbee\n3\tcee\n\\.\n");
    assertThat(project.apply().report().passed()).as(project.console()).isTrue();
    assertThat(project.console()).contains("NOTICE  got bee").contains("NOTICE  got cee");
  }
}
