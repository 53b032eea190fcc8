package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.LockMeeting;
import io.github.dbsage.testing.Eventually;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who waited for whom while migrations ran. */
@OnPostgres
final class LockMeetingsTest {

  private static final String FILE = "20260102120000_next";

  /** Goes on as soon as nobody holds the advisory lock 42. */
  private static final String HOLD =
      "\nDO $$BEGIN WHILE NOT pg_try_advisory_xact_lock(42) LOOP PERFORM pg_sleep(0.02); END LOOP;"
          + " END$$;";

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

  private CompletableFuture<Outcome> apply() {
    return CompletableFuture.supplyAsync(project::apply);
  }

  private static Connection holding(TestDatabase as, String sql) throws Exception {
    Connection connection = as.connect();
    connection.setAutoCommit(false);
    connection.createStatement().execute(sql);
    return connection;
  }

  /** Runs a statement that has to wait, on a connection of its own. */
  private CompletableFuture<Void> waiting(TestDatabase as, String name, String sql) {
    return CompletableFuture.runAsync(
        () -> {
          try (Connection connection = as.connect();
              Statement statement = connection.createStatement()) {
            statement.execute("SET application_name = '" + name + "'");
            statement.execute(sql);
          } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
          }
        });
  }

  private boolean waits(String name) {
    return "t"
        .equals(
            database
                .asSuperuser()
                .value(
                    "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                        + " AND application_name = '"
                        + name
                        + "')"));
  }

  private void until(BooleanSupplier condition) {
    assertThat(Eventually.holds(condition)).as(project.console()).isTrue();
  }

  /** Comes back when those who wait now were seen: a look ends before the next one begins. */
  private void untilSeen() {
    String first = String.valueOf(database.value("SELECT clock_timestamp()"));
    until(() -> lookedSince(first) != null);
    String second = lookedSince(first);
    until(() -> lookedSince(String.valueOf(second)) != null);
  }

  private @Nullable String lookedSince(String time) {
    return database
        .asSuperuser()
        .value(
            "SELECT max(query_start) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND pid <> pg_backend_pid() AND query LIKE '%a.pid = ANY%'"
                + " AND query_start > '"
                + time
                + "'");
  }

  @Test
  void tellsWhoWaitedForAMigration() throws Exception {
    project.file(FILE, "ALTER TABLE users ADD COLUMN b int;" + HOLD);
    List<LockMeeting> met;
    try (Connection gate = holding(database, "SELECT pg_advisory_xact_lock(42)")) {
      CompletableFuture<Outcome> run = apply();
      until(() -> isLocked("users"));
      CompletableFuture<Void> reader =
          waiting(database, "the reader", "SELECT $$PASSWORD 'hunter2'$$ FROM users");
      CompletableFuture<Void> writer =
          waiting(database, "the writer", "UPDATE users SET name = 'b'");
      until(() -> waits("the reader") && waits("the writer"));
      untilSeen();
      gate.rollback();
      met = run.get().report().locks();
      reader.get();
      writer.get();
    }
    assertThat(met).as(project.console()).hasSize(2);
    assertThat(met)
        .allSatisfy(
            meeting -> {
              assertThat(String.valueOf(meeting.version())).isEqualTo("20260102120000");
              assertThat(meeting.blockers()).singleElement().asString().endsWith("this migration");
            });
    assertThat(met)
        .anySatisfy(
            meeting -> {
              assertThat(meeting.wanted()).isEqualTo("ACCESS SHARE on public.users");
              assertThat(meeting.waiter())
                  .startsWith("pid ")
                  .contains("(user " + database.user() + ", the reader from ")
                  .contains("SELECT $$PASSWORD ")
                  .doesNotContain("hunter2");
            })
        .anySatisfy(
            meeting -> {
              assertThat(meeting.wanted()).isEqualTo("ROW EXCLUSIVE on public.users");
              assertThat(meeting.waiter()).endsWith("): UPDATE users SET name = 'b'");
            });
    assertThat(project.console())
        .containsPattern("2 sessions waited up to [0-9.]+ m?s for 20260102120000");
    assertThat(project.report()).contains("\"wanted\": \"ROW EXCLUSIVE on public.users\"");
  }

  @Test
  void tellsWhoWaitedBehindAMigrationThatWaited() throws Exception {
    project.file(FILE, "ALTER TABLE users ADD COLUMN b int;").lockTimeout(Duration.ofMinutes(1));
    List<LockMeeting> met;
    try (Connection holder = holding(database, "SELECT FROM users")) {
      CompletableFuture<Outcome> run = apply();
      until(this::isQueued);
      CompletableFuture<Void> reader = waiting(database, "the reader", "SELECT id FROM users");
      until(() -> waits("the reader"));
      untilSeen();
      holder.rollback();
      met = run.get().report().locks();
      reader.get();
    }
    assertThat(met).as(project.console()).hasSize(2);
    assertThat(met)
        .anySatisfy(
            meeting -> {
              assertThat(meeting.wanted()).isEqualTo("ACCESS EXCLUSIVE on public.users");
              assertThat(meeting.waiter())
                  .endsWith(": this migration, line 1, ALTER TABLE users ADD COLUMN b int");
              assertThat(meeting.blockers())
                  .singleElement()
                  .asString()
                  .contains("idle in transaction")
                  .contains("last ran: SELECT FROM users");
              assertThat(meeting.waitedMs()).isPositive();
            })
        .anySatisfy(
            meeting -> {
              assertThat(meeting.wanted()).isEqualTo("ACCESS SHARE on public.users");
              assertThat(meeting.blockers()).singleElement().asString().endsWith("this migration");
            });
    assertThat(project.console())
        .containsPattern("1 session waited up to [0-9.]+ m?s for 20260102120000");
  }

  @Test
  void tellsWhoWaitedForARowOfIt() throws Exception {
    project.file(FILE, "UPDATE users SET name = 'c';" + HOLD);
    List<LockMeeting> met;
    try (Connection gate = holding(database, "SELECT pg_advisory_xact_lock(42)")) {
      CompletableFuture<Outcome> run = apply();
      until(() -> isHeld("RowExclusiveLock"));
      CompletableFuture<Void> one = waiting(database, "the one", "UPDATE users SET name = 'b'");
      until(() -> waits("the one"));
      CompletableFuture<Void> two = waiting(database, "the other", "UPDATE users SET name = 'd'");
      until(() -> waits("the other"));
      untilSeen();
      gate.rollback();
      met = run.get().report().locks();
      one.get();
      two.get();
    }
    assertThat(met).as(project.console()).extracting(LockMeeting::wanted).hasSize(2);
    assertThat(met).extracting(LockMeeting::wanted).containsOnly("a row of public.users");
  }

  @Test
  void saysNothingWhereNobodyMetAnybody() {
    project.file(FILE, "ALTER TABLE users ADD COLUMN b int;");
    assertThat(project.apply().report().locks()).isEmpty();
    assertThat(project.console()).doesNotContain("waited");
  }

  private boolean isLocked(String table) {
    return "t"
        .equals(
            database.value(
                "SELECT EXISTS (SELECT FROM pg_locks WHERE relation = '"
                    + table
                    + "'::regclass AND mode = 'AccessExclusiveLock' AND granted)"));
  }

  private boolean isHeld(String mode) {
    return "t"
        .equals(
            database.value(
                "SELECT EXISTS (SELECT FROM pg_locks l JOIN pg_class c ON c.oid = l.relation"
                    + " WHERE c.relname = 'users' AND granted AND mode = '"
                    + mode
                    + "')"));
  }

  private boolean isQueued() {
    return "t"
        .equals(
            database.value(
                "SELECT EXISTS (SELECT FROM pg_locks l JOIN pg_class c ON c.oid = l.relation"
                    + " WHERE c.relname = 'users' AND NOT granted)"));
  }
}
