package io.github.dbsage.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbsage.db.Batch;
import io.github.dbsage.db.Database;
import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.Checksum;
import io.github.dbsage.model.Redaction;
import io.github.dbsage.model.Rollback;
import io.github.dbsage.model.Source;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.Timeouts;
import io.github.dbsage.model.TransactionMode;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every write depends on the run lock; without it, nothing is written. */
@OnPostgres
final class FenceTest {

  private static final Version VERSION = new Version("20260101120000");
  private static final String SHA = "ab".repeat(32);

  private final List<Object> events = new ArrayList<>();
  private final Tables tables = new Tables("public");
  private TestDatabase fresh;
  private Database database;
  private Session session;
  private Session holder;
  private RunLock lock;
  private History history;
  private Journal journal;

  @BeforeEach
  void open(TestDatabase test) {
    fresh = test;
    database = Database.at(test.target(), "fence test");
    session = database.open();
    holder = database.open();
    tables.create(session);
    lock = SessionLock.acquire(holder, new Tables("public"), Duration.ZERO, events::add);
    history = new History(tables, lock, new Actor("me", "here", "1.0", "because"));
    journal = new Journal(tables, lock, Redaction.of(List.of("hunter2hunter2")));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static SqlStep step(String name) {
    return new SqlStep(
        VERSION,
        name,
        new Checksum("cd".repeat(32)),
        new Checksum("ef".repeat(32)),
        new NoSource(),
        new Rollback("DROP 'x' \\ y", null),
        TransactionMode.AUTO,
        Timeouts.NONE,
        Map.of(),
        true,
        new SqlStep.Shape(1, false, false, 10));
  }

  private record NoSource() implements Source {
    @Override
    public String file() {
      return "none.sql";
    }

    @Override
    public InputStream open() {
      return InputStream.nullInputStream();
    }
  }

  private void record(SqlStep step, boolean failedBefore) {
    String sql = "BEGIN;" + String.join(";", history.recording(step, failedBefore)) + ";COMMIT";
    try {
      session.send(sql, new Batch(notice -> {}));
    } catch (ServerFailure e) {
      session.send("ROLLBACK");
      throw e;
    }
  }

  private List<?> rows() {
    return fresh.query("SELECT name, success, notes, rollback_script FROM schema_migrations");
  }

  @Test
  void recordsASuccessOnceWithLogAndCode() {
    assertThat(History.isEmpty(session, tables)).isTrue();
    record(step("one"), false);
    assertThat(History.isEmpty(session, tables)).isFalse();
    assertThat(
            fresh.query(
                "SELECT name, success, notes IS NULL, rollback_script, checksum FROM schema_migrations"))
        .containsExactly(List.of("one", "t", "t", "DROP 'x' \\ y", "cd".repeat(32)));
    assertThat(
            fresh.query(
                "SELECT os_user, host, action, version, new_checksum, reason FROM dbsage_log"))
        .containsExactly(
            List.of("me", "here", "apply", VERSION.digits(), "cd".repeat(32), "because"));
    assertThat(fresh.query("SELECT ordinal, statement_sha256, state FROM dbsage_journal"))
        .containsExactly(List.of("0", "ef".repeat(32), "done"));
    assertThatThrownBy(() -> record(step("again"), true))
        .isInstanceOfSatisfying(ServerFailure.class, e -> assertThat(e.is("23505")).isTrue());
    assertThat(History.read(session, tables))
        .singleElement()
        .satisfies(entry -> assertThat(entry.matches(new Checksum("cd".repeat(32)))).isTrue())
        .satisfies(entry -> assertThat(entry.code()).isEqualTo(new Checksum("ef".repeat(32))))
        .satisfies(entry -> assertThat(entry.hasRollback()).isTrue());
  }

  @Test
  void turnsAFailureIntoASuccess() {
    history.fail(session, step("one"), "it broke", 12);
    assertThat(fresh.query("SELECT success, notes, execution_time_ms FROM schema_migrations"))
        .containsExactly(List.of("f", "it broke", "12"));
    history.fail(session, step("two"), "again", Long.MAX_VALUE);
    assertThat(fresh.query("SELECT name, notes, execution_time_ms FROM schema_migrations"))
        .containsExactly(List.of("two", "again", "2147483647"));
    history.fail(session, step("two"), "a clock went back", -1);
    assertThat(fresh.value("SELECT execution_time_ms FROM schema_migrations")).isEqualTo("0");
    record(step("three"), true);
    assertThat(fresh.query("SELECT name, success FROM schema_migrations"))
        .containsExactly(List.of("three", "t"));
    assertThat(fresh.query("SELECT action FROM dbsage_log ORDER BY id"))
        .containsExactly(
            List.of("apply failed"),
            List.of("apply failed"),
            List.of("apply failed"),
            List.of("apply"));
    assertThat(fresh.query("SELECT DISTINCT reason FROM dbsage_log ORDER BY 1"))
        .containsExactly(
            List.of("a clock went back"),
            List.of("again"),
            List.of("because"),
            List.of("it broke"));
  }

  @Test
  void finishesWhatItBegan() {
    history.begin(session, step("one"));
    assertThat(fresh.query("SELECT success, notes FROM schema_migrations"))
        .containsExactly(List.of("f", "running"));
    assertThat(history.isApplied(session, VERSION)).isFalse();
    assertThat(fresh.value("SELECT execution_time_ms FROM schema_migrations")).isEqualTo("0");
    history.finish(session, step("one"), 34);
    assertThat(fresh.query("SELECT action, reason FROM dbsage_log"))
        .containsExactly(List.of("apply", "because"));
    assertThat(fresh.query("SELECT ordinal, statement_sha256 FROM dbsage_journal"))
        .containsExactly(List.of("0", "ef".repeat(32)));
    assertThat(
            fresh.query("SELECT success, notes IS NULL, execution_time_ms FROM schema_migrations"))
        .containsExactly(List.of("t", "t", "34"));
    assertThat(history.isApplied(session, VERSION)).isTrue();
  }

  @Test
  void neverTurnsASuccessIntoAFailure() {
    record(step("one"), false);
    assertThatThrownBy(() -> history.fail(session, step("one"), "late", 1))
        .isInstanceOf(UserError.class);
    assertThatThrownBy(() -> history.begin(session, step("one"))).isInstanceOf(UserError.class);
    assertThatThrownBy(() -> history.finish(session, step("one"), 1)).isInstanceOf(UserError.class);
    assertThat(fresh.query("SELECT success, notes IS NULL FROM schema_migrations"))
        .containsExactly(List.of("t", "t"));
  }

  @Test
  void writesNothingWithoutTheLock() {
    history.begin(session, step("one"));
    List<?> before = rows();
    holder.query("SELECT pg_advisory_unlock_all() IS NULL", row -> row.flag(1));
    assertThat(lock.isHeld(session)).isFalse();
    assertLost(() -> history.begin(session, step("two")));
    assertLost(() -> history.fail(session, step("two"), "no", 1));
    assertLost(() -> history.finish(session, step("two"), 1));
    assertLost(() -> journal.write(session, VERSION, 1, SHA, Journal.State.DONE, null));
    for (String sql :
        List.of(
            history.recording(step("two"), false).get(0), journal.done(VERSION, 1, List.of(SHA)))) {
      assertThatThrownBy(() -> session.send(sql, new Batch(notice -> {})))
          .isInstanceOfSatisfying(ServerFailure.class, e -> assertThat(e.is("23502")).isTrue());
    }
    assertThat(rows()).isEqualTo(before);
    assertThat(fresh.value("SELECT count(*) FROM dbsage_journal")).isEqualTo("0");
    assertThat(fresh.value("SELECT count(*) FROM dbsage_log")).isEqualTo("0");
  }

  @Test
  void doesNotTakeAnotherSessionsLockForItsOwn() {
    holder.query("SELECT pg_advisory_unlock_all() IS NULL", row -> row.flag(1));
    try (Session another = database.open();
        RunLock theirs =
            SessionLock.acquire(another, new Tables("public"), Duration.ZERO, events::add)) {
      assertThat(theirs.isHeld(session)).isTrue();
      assertThat(lock.isHeld(session)).isFalse();
      assertLost(() -> history.begin(session, step("one")));
    }
  }

  @Test
  void locksEachSchemaByItself() {
    try (Session another = database.open();
        RunLock other =
            SessionLock.acquire(another, new Tables("app"), Duration.ZERO, events::add)) {
      assertThat(other.isHeld(session)).isTrue();
      assertThat(lock.isHeld(session)).isTrue();
      assertThatThrownBy(
              () -> SessionLock.acquire(another, new Tables("public"), Duration.ZERO, events::add))
          .isInstanceOfSatisfying(
              UserError.class, e -> assertThat(e.problem().code()).isEqualTo("RUN_LOCK"));
    }
  }

  @Test
  void journalsStatesInOrder() {
    journal.write(session, VERSION, 1, SHA, Journal.State.RUNNING, null);
    assertThat(line(1)).isEqualTo(new Journal.Line(1, SHA, Journal.State.RUNNING, null));
    assertThat(fresh.value("SELECT finished_at IS NULL FROM dbsage_journal")).isEqualTo("t");
    journal.write(session, VERSION, 1, SHA, Journal.State.FAILED, "22012 it's \\ broken");
    assertThat(line(1))
        .isEqualTo(new Journal.Line(1, SHA, Journal.State.FAILED, "22012 it's \\ broken"));
    assertThat(fresh.value("SELECT finished_at IS NOT NULL FROM dbsage_journal")).isEqualTo("t");
    session.send(journal.done(VERSION, 1, List.of(SHA, "00".repeat(32))), new Batch(n -> {}));
    assertThat(line(1)).isEqualTo(new Journal.Line(1, SHA, Journal.State.DONE, null));
    assertThat(line(2)).isEqualTo(new Journal.Line(2, "00".repeat(32), Journal.State.DONE, null));
    assertThat(fresh.query("SELECT finished_at IS NOT NULL FROM dbsage_journal ORDER BY ordinal"))
        .containsExactly(List.of("t"), List.of("t"));
    assertThat(journal.unfinished(session)).containsOnlyKeys(VERSION);
    record(step("one"), false);
    assertThat(journal.unfinished(session)).isEmpty();
  }

  @Test
  void keepsSecretsOutOfTheJournal() {
    journal.write(session, VERSION, 1, SHA, Journal.State.FAILED, "bad \"hunter2hunter2\"");
    assertThat(line(1).error()).isEqualTo("bad \"****\"");
  }

  private Journal.Line line(int ordinal) {
    return Objects.requireNonNull(
        journal.unfinished(session).getOrDefault(VERSION, new TreeMap<>()).get(ordinal));
  }

  private Mending mending() {
    return new Mending(
        tables,
        lock,
        new Actor("me", "here", "1.0", "why"),
        Redaction.of(List.of("hunter2hunter2")),
        null);
  }

  private Entry entry() {
    return History.read(session, tables).get(0);
  }

  @Test
  void repairsNothingWithoutTheLock() {
    history.fail(session, step("one"), "broken", 1);
    Entry failed = entry();
    journal.write(session, VERSION, 1, SHA, Journal.State.DONE, null);
    List<?> row = fresh.query("SELECT * FROM schema_migrations");
    List<?> lines = fresh.query("SELECT * FROM dbsage_journal");
    holder.query("SELECT pg_advisory_unlock_all() IS NULL", r -> r.flag(1));
    Mending mending = mending();
    assertLost(() -> mending.adopt(session, new Version("20260109120000"), step("x").code(), "s"));
    assertLost(() -> mending.applied(session, step("one")));
    assertLost(() -> mending.cleared(session, failed));
    assertLost(() -> mending.continueBehind(session, step("one"), List.of(), "1 done"));
    assertThat(fresh.query("SELECT * FROM schema_migrations")).isEqualTo(row);
    fresh.execute("UPDATE schema_migrations SET success = true");
    Entry applied = entry();
    assertLost(() -> mending.reverted(session, applied));
    assertLost(() -> mending.accepted(session, step("one"), applied));
    assertThat(fresh.value("SELECT count(*) FROM schema_migrations WHERE success")).isEqualTo("1");
    assertThat(fresh.query("SELECT * FROM dbsage_journal")).isEqualTo(lines);
    assertThat(fresh.value("SELECT count(*) FROM dbsage_log WHERE action <> 'apply failed'"))
        .isEqualTo("0");
  }

  @Test
  void repairsOnlyTheRowThatWasRead() {
    history.fail(session, step("one"), "broken", 1);
    Entry failed = entry();
    fresh.execute("UPDATE schema_migrations SET success = true");
    Entry applied = entry();
    fresh.execute("UPDATE schema_migrations SET checksum = repeat('0', 64)");
    Mending mending = mending();
    for (Runnable write :
        List.<Runnable>of(
            () -> mending.cleared(session, failed),
            () -> mending.reverted(session, applied),
            () -> mending.accepted(session, step("one"), applied),
            () -> mending.applied(session, step("one")),
            () -> mending.continueBehind(session, step("one"), List.of(), ""),
            () -> mending.adopt(session, VERSION, step("one").code(), "s"))) {
      assertThatThrownBy(write::run)
          .isInstanceOfSatisfying(
              UserError.class, e -> assertThat(e.problem().code()).isEqualTo("RECORD_CHANGED"));
    }
    assertThat(fresh.value("SELECT count(*) FROM dbsage_log WHERE action <> 'apply failed'"))
        .isEqualTo("0");
  }

  @Test
  void keepsTheRowThatItTakesAwayInTheLogWithoutItsSecrets() {
    history.fail(session, step("one"), "bad hunter2hunter2", 1);
    mending().cleared(session, entry());
    assertThat(fresh.value("SELECT reason FROM dbsage_log WHERE action = 'repair cleared'"))
        .startsWith("why; the row was {")
        .contains("\"notes\": \"bad ****\"")
        .contains("DROP 'x'");
    assertThat(fresh.value("SELECT old_checksum FROM dbsage_log WHERE action = 'repair cleared'"))
        .isEqualTo("cd".repeat(32));
  }

  private static void assertLost(Runnable write) {
    assertThatThrownBy(write::run)
        .isInstanceOfSatisfying(
            UserError.class, e -> assertThat(e.problem().code()).isEqualTo("RUN_LOCK_LOST"));
  }
}
