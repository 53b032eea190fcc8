package io.github.dbsage.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dbsage.db.Batch;
import io.github.dbsage.db.Database;
import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Redaction;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import io.github.dbsage.testing.Eventually;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnPostgres
final class LeaseLockTest {

  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Version VERSION = new Version("20260101120000");
  private static final String SHA = "ab".repeat(32);
  private static final String RUN_OUT =
      "UPDATE dbsage_meta SET value = '2026-01-01T00:00:00Z' WHERE key = 'lease.expires'";

  private final List<Event> events = new ArrayList<>();
  private final Tables tables = new Tables("public");
  private TestDatabase fresh;
  private Database database;
  private Session session;
  private Session second;

  @BeforeEach
  void open(TestDatabase test) {
    fresh = test;
    database = Database.at(test.target(), "lease test");
    session = database.open();
    second = database.open();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private LeaseLock lease(Session by, Duration length, Duration timeout) {
    return LeaseLock.acquire(by, database, tables, "a runner", length, timeout, events::add);
  }

  private Problem refusal(Runnable acquiring) {
    return catchThrowableOfType(UserError.class, acquiring::run).problem();
  }

  private Journal journal(RunLock lock) {
    return new Journal(tables, lock, Redaction.of(List.of()));
  }

  @Test
  void isThereOnlyWhileItIsHeldAndNamesItsHolder() {
    try (LeaseLock lock = lease(session, LONG, Duration.ZERO)) {
      assertThat(lock.isHeld(second)).isTrue();
      assertThat(fresh.query("SELECT key FROM dbsage_meta ORDER BY 1"))
          .containsExactly(
              List.of("format"),
              List.of("lease.expires"),
              List.of("lease.heartbeat"),
              List.of("lease.holder"),
              List.of("lease.owner"));
      assertThat(
              fresh.value(
                  "SELECT extract(epoch FROM max(value)::timestamptz - min(value)::timestamptz)::int"
                      + " FROM dbsage_meta WHERE key IN ('lease.heartbeat', 'lease.expires')"))
          .isEqualTo("300");
      assertThat(fresh.value("SELECT value FROM dbsage_meta WHERE key = 'lease.holder'"))
          .isEqualTo(
              "a runner (process "
                  + ProcessHandle.current().pid()
                  + ", user "
                  + fresh.user()
                  + ")");
    }
    assertThat(fresh.query("SELECT * FROM dbsage_meta")).containsExactly(List.of("format", "1"));
    assertThat(events).isEmpty();
  }

  @Test
  void isTakenWithOtherSettingsOfDatesToo() {
    fresh.execute(
        "ALTER DATABASE " + fresh.name() + " SET DateStyle = 'SQL, DMY'",
        "ALTER DATABASE " + fresh.name() + " SET default_transaction_isolation = 'serializable'");
    session = database.open();
    session.send("SET TimeZone = 'Asia/Kathmandu'");
    session.send("SET DateStyle = 'ISO, DMY'");
    try (LeaseLock lock = lease(session, LONG, Duration.ZERO)) {
      assertThat(lock.isHeld(second)).isTrue();
      assertThat(refusal(() -> lease(second, LONG, Duration.ZERO)).what())
          .matches(".+; its lease runs out in 2\\d\\d s unless it is renewed; waited \\d s\\.");
    }
  }

  @Test
  void isRenewedByItsHeartbeatAndRunsOutWithoutOne() {
    LeaseLock lock = lease(session, Duration.ofSeconds(1), Duration.ZERO);
    String beat = "SELECT value FROM dbsage_meta WHERE key = 'lease.heartbeat'";
    String first = fresh.value(beat);
    assertThat(Eventually.holds(() -> !String.valueOf(fresh.value(beat)).equals(first))).isTrue();
    assertThat(refusal(() -> lease(second, LONG, Duration.ofMillis(1500))).code())
        .isEqualTo("RUN_LOCK");
    stopHeartbeats();
    try (LeaseLock taken = lease(second, LONG, Duration.ofSeconds(30))) {
      assertThat(taken.isHeld(second)).isTrue();
      assertThat(lock.isHeld(second)).isFalse();
      lock.close();
      assertThat(taken.isHeld(second)).as("closing the old one leaves it").isTrue();
    }
    assertThat(events)
        .anySatisfy(
            event ->
                assertThat(event)
                    .isInstanceOfSatisfying(
                        Event.Remark.class,
                        remark ->
                            assertThat(remark.message())
                                .matches("took over the lease of a runner .+, which had run out")));
  }

  /** As if the whole machine slept. */
  private void stopHeartbeats() {
    Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("dbsage-heartbeat"))
        .forEach(Thread::interrupt);
  }

  @Test
  void keepsItsHeartbeatWhenItsConnectionIsLost() {
    try (LeaseLock lock = lease(session, Duration.ofSeconds(1), Duration.ZERO)) {
      String pids =
          "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
              + " AND query LIKE 'UPDATE %lease.heartbeat%' AND pid <> pg_backend_pid()";
      assertThat(Eventually.holds(() -> !fresh.query(pids).isEmpty())).isTrue();
      List<?> before = fresh.query(pids);
      fresh.asSuperuser().query("SELECT pg_terminate_backend(pid) FROM (" + pids + ") beats");
      assertThat(
              Eventually.holds(
                  () -> !fresh.query(pids).isEmpty() && !fresh.query(pids).equals(before)))
          .isTrue();
      assertThat(lock.isHeld(second)).isTrue();
    }
  }

  @Test
  void writesNothingMoreOnceAnotherRunnerHasTakenIt() {
    tables.create(second);
    LeaseLock lost = lease(session, LONG, Duration.ZERO);
    Journal journal = journal(lost);
    journal.write(second, VERSION, 1, SHA, Journal.State.RUNNING, null);
    fresh.execute(RUN_OUT);
    try (LeaseLock taken = lease(second, LONG, Duration.ZERO)) {
      assertThat(refusal(() -> journal.write(session, VERSION, 1, SHA, Journal.State.DONE, null)))
          .satisfies(problem -> assertThat(problem.code()).isEqualTo("RUN_LOCK_LOST"))
          .satisfies(problem -> assertThat(problem.what()).contains("took its lease over"));
      assertThatThrownBy(
              () -> session.send(journal.done(VERSION, 1, List.of(SHA)), new Batch(n -> {})))
          .isInstanceOfSatisfying(ServerFailure.class, e -> assertThat(e.is("23502")).isTrue());
      assertThatThrownBy(() -> lost.fenceOff(session, Duration.ofSeconds(1)))
          .isInstanceOf(UserError.class);
      journal(taken).write(session, VERSION, 1, SHA, Journal.State.DONE, null);
    }
    assertThat(fresh.value("SELECT state FROM dbsage_journal")).isEqualTo("done");
    lost.close();
  }

  @Test
  void isNotTakenFromATransactionThatWasLetThrough() {
    tables.create(second);
    try (LeaseLock lock = lease(session, LONG, Duration.ZERO)) {
      session.send("BEGIN; " + journal(lock).done(VERSION, 1, List.of(SHA)));
      fresh.execute(RUN_OUT);
      assertThat(refusal(() -> lease(second, LONG, Duration.ZERO)).what())
          .contains("; its lease has run out, but the server still ends a transaction of it;");
      assertThat(refusal(() -> SessionLock.acquire(second, tables, Duration.ZERO, events::add)))
          .extracting(Problem::code)
          .isEqualTo("RUN_LOCK");
      session.send("COMMIT");
      lease(second, LONG, Duration.ZERO).close();
    }
    assertThat(fresh.value("SELECT state FROM dbsage_journal")).isEqualTo("done");
  }

  @Test
  void heartbeatsGoThroughWhileATransactionHoldsIt() {
    tables.create(second);
    try (LeaseLock lock = lease(session, Duration.ofSeconds(1), Duration.ZERO)) {
      session.send("BEGIN; " + journal(lock).done(VERSION, 1, List.of(SHA)));
      String beat = "SELECT value FROM dbsage_meta WHERE key = 'lease.heartbeat'";
      String first = fresh.value(beat);
      assertThat(Eventually.holds(() -> !String.valueOf(fresh.value(beat)).equals(first))).isTrue();
      session.send("COMMIT");
    }
  }

  @Test
  void fencesOffWhatALostConnectionMayStillWrite() {
    tables.create(second);
    try (LeaseLock lock = lease(session, LONG, Duration.ZERO)) {
      String late = journal(lock).done(VERSION, 1, List.of(SHA));
      session.send("BEGIN; " + journal(lock).done(VERSION, 2, List.of(SHA)));
      assertThatThrownBy(() -> lock.fenceOff(second, Duration.ofMillis(100)))
          .isInstanceOfSatisfying(ServerFailure.class, e -> assertThat(e.is("55P03")).isTrue());
      CompletableFuture<Void> fenced =
          CompletableFuture.runAsync(() -> lock.fenceOff(second, Duration.ofSeconds(30)));
      session.send("COMMIT");
      fenced.join();
      assertThatThrownBy(() -> session.send(late, new Batch(n -> {})))
          .isInstanceOfSatisfying(ServerFailure.class, e -> assertThat(e.is("23502")).isTrue());
      assertThat(lock.isHeld(second)).isTrue();
      journal(lock).write(second, VERSION, 3, SHA, Journal.State.DONE, null);
    }
    assertThat(fresh.query("SELECT ordinal FROM dbsage_journal ORDER BY 1"))
        .containsExactly(List.of("2"), List.of("3"));
  }

  @Test
  void waitsForTheSessionLockAndItForTheLease() {
    SessionLock held = SessionLock.acquire(session, tables, Duration.ZERO, events::add);
    assertThat(refusal(() -> lease(second, LONG, Duration.ZERO)).what())
        .contains("lease test (pid " + session.pid() + ", user " + fresh.user());
    held.close();
    try (LeaseLock lock = lease(second, LONG, Duration.ZERO)) {
      assertThat(lock.isHeld(session)).isTrue();
      Problem problem =
          refusal(() -> SessionLock.acquire(session, tables, Duration.ZERO, events::add));
      assertThat(problem.what())
          .startsWith("Another runner holds the run lock: a runner (process ")
          .matches(".+; its lease runs out in 2\\d\\d s unless it is renewed; waited \\d s\\.");
      assertThat(problem.fix()).doesNotContain("pg_terminate_backend");
      assertThat(fresh.query("SELECT FROM pg_locks WHERE locktype = 'advisory'"))
          .as("the session lock is not kept while the lease is waited for")
          .isEmpty();
    }
    SessionLock.acquire(session, tables, Duration.ZERO, events::add).close();
  }

  @Test
  void doesNotComeBackToLifeUnderASessionLock() {
    LeaseLock slept = lease(session, LONG, Duration.ZERO);
    fresh.execute(RUN_OUT);
    try (SessionLock lock = SessionLock.acquire(second, tables, Duration.ZERO, events::add)) {
      assertThat(lock.isHeld(second)).isTrue();
      assertThat(slept.isHeld(session)).isFalse();
    }
    assertThat(fresh.query("SELECT key FROM dbsage_meta")).containsExactly(List.of("format"));
    slept.close();
  }

  @Test
  void isOfOneSchemaOnly() {
    try (LeaseLock lock = lease(session, LONG, Duration.ZERO);
        LeaseLock other =
            LeaseLock.acquire(
                second, database, new Tables("App"), "another", LONG, Duration.ZERO, events::add)) {
      assertThat(lock.isHeld(second)).isTrue();
      assertThat(other.isHeld(second)).isTrue();
    }
  }

  @Test
  void needsAPermissionAndLeavesTheSessionUsableWithoutIt() {
    fresh.asSuperuser().execute("CREATE SCHEMA \"Theirs\"");
    Problem problem =
        refusal(
            () ->
                LeaseLock.acquire(
                    session,
                    database,
                    new Tables("Theirs"),
                    "a runner",
                    LONG,
                    Duration.ZERO,
                    events::add));
    assertThat(problem.code()).isEqualTo("PERMISSION");
    assertThat(session.<Boolean>one("SELECT true", row -> row.flag(1))).isTrue();
  }

  @Test
  void closesQuietlyWhenItsSessionHasEnded() {
    LeaseLock lock = lease(session, LONG, Duration.ZERO);
    fresh.asSuperuser().value("SELECT pg_terminate_backend(" + session.pid() + ")");
    assertThatCode(lock::close).doesNotThrowAnyException();
    assertThat(fresh.query("SELECT key FROM dbsage_meta")).containsExactly(List.of("format"));
  }
}
