package io.github.dbsage.backfill.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.backfill.Reading;
import io.github.dbsage.backfill.Signal;
import io.github.dbsage.testing.Eventually;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** Each signal rises when its cause is there, and says so when this role may not see it. */
@OnPostgres
final class SignalsOnServerTest {

  private static final String UPDATE = "UPDATE fill.rows SET n = n + 1 WHERE id = 1";

  private TestDatabase database;

  @BeforeEach
  void prepare(TestDatabase test) {
    database = test;
    Look.createTable(test);
  }

  /** Looks until the reading is so; the last reading where it does not become so. */
  private static Reading until(Look look, Signal signal, Predicate<Reading> wanted) {
    List<Reading> last = new ArrayList<>(List.of(look.with(signal)));
    boolean found =
        Eventually.holds(
            () -> {
              last.set(0, look.with(signal));
              return wanted.test(last.get(0));
            });
    assertThat(found).as("last %s", last.get(0)).isTrue();
    return last.get(0);
  }

  /** Somebody who runs a statement on a thread of their own, and may have to wait for it. */
  private static final class Somebody implements AutoCloseable {
    private final Connection connection;
    private final Thread thread;

    private Somebody(TestDatabase database, String application, String sql) throws SQLException {
      connection = Look.connect(database, application);
      thread =
          new Thread(
              () -> {
                try (Statement statement = connection.createStatement()) {
                  statement.execute(sql);
                } catch (SQLException e) {
                  // It was ended from outside.
                }
              });
      thread.start();
    }

    @Override
    public void close() throws SQLException {
      PGConnection driver = connection.unwrap(PGConnection.class);
      boolean ended =
          Eventually.holds(
              () -> {
                cancel(driver);
                return !thread.isAlive();
              });
      connection.close();
      assertThat(ended).isTrue();
    }

    private static void cancel(PGConnection driver) {
      try {
        driver.cancelQuery();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static int begin(Connection connection, String... statements) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
      try (ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  @Test
  void cancelsWhereSomebodyWaitsForTheBackfill() throws Exception {
    try (Look look = Look.at(database);
        Connection worker = Look.connect(database, Look.APPLICATION + "far:1")) {
      BlockedSessions signal = new BlockedSessions();
      assertThat(look.with(signal))
          .isEqualTo(Reading.of(0, "nobody waits for the backfill's locks"));
      begin(worker, UPDATE);
      try (Somebody waiting = new Somebody(database, "shop", UPDATE)) {
        assertThat(waiting.thread.isAlive()).isTrue();
        assertThat(until(look, signal, seen -> seen.use() >= 2).sentence())
            .startsWith("1 session waits for the backfill's locks, for up to ")
            .endsWith("; the limit is 100 ms");
        worker.rollback();
        until(look, signal, seen -> seen.use() == 0);
      }
    }
  }

  @Test
  void goesNoFasterWhereOthersCommitMuch() {
    AtomicLong clock = new AtomicLong();
    Traffic signal = new Traffic(() -> clock.addAndGet(2_000_000_000L));
    try (Look look = Look.at(database)) {
      assertThat(look.with(signal).use()).isZero();
      database.execute(Collections.nCopies(2_000, "SELECT 1").toArray(String[]::new));
      List<Reading> seen = new ArrayList<>();
      assertThat(
              Eventually.holds(
                  () -> {
                    seen.add(look.with(signal));
                    return seen.get(seen.size() - 1).use() >= 0.7;
                  }))
          .isTrue();
      assertThat(seen.get(seen.size() - 1).sentence())
          .startsWith("others commit about ")
          .endsWith(" transactions a second; from 200 on it goes no faster");
      until(look, signal, reading -> reading.use() < 0.7);
    }
  }

  @Test
  void knowsAWorkerByItsNumberWhereItsNameIsLost() throws Exception {
    try (Connection worker = Look.connect(database, "pooler")) {
      int pid = begin(worker, UPDATE);
      try (Look look = Look.withPids(database, Set.of(pid));
          Look stranger = Look.at(database);
          Somebody waiting = new Somebody(database, "shop", UPDATE)) {
        assertThat(waiting.thread.isAlive()).isTrue();
        until(look, new BlockedSessions(), seen -> seen.use() >= 2);
        assertThat(stranger.with(new BlockedSessions()).use()).isZero();
      }
    }
  }

  @Test
  void seesWaitersOfOtherRolesWithoutAGrant() throws Exception {
    TestDatabase other = database.asSuperuser();
    try (Look look = Look.at(database);
        Connection worker = Look.connect(database, Look.APPLICATION + "far:1")) {
      begin(worker, UPDATE);
      try (Somebody waiting = new Somebody(other, "shop", UPDATE)) {
        assertThat(waiting.thread.isAlive()).isTrue();
        until(look, new BlockedSessions(), seen -> seen.use() >= 2);
      }
    }
  }

  @Test
  void leavesWorkersOutThatWaitForEachOther() throws Exception {
    LockWaiters waiters = new LockWaiters(Duration.ZERO);
    try (Look look = Look.at(database);
        Connection worker = Look.connect(database, Look.APPLICATION + "far:1")) {
      look.with(waiters);
      begin(worker, UPDATE);
      try (Somebody waiting = new Somebody(database, Look.APPLICATION + "far:2", UPDATE)) {
        assertThat(waiting.thread.isAlive()).isTrue();
        awaitWaiter();
        assertThat(look.with(new BlockedSessions()).use()).isZero();
        assertThat(look.with(waiters).use()).isZero();
      }
    }
  }

  @Test
  void leavesThemAloneWhoBuildAnIndexConcurrently() throws Exception {
    try (Look look = Look.at(database);
        Connection worker = Look.connect(database, Look.APPLICATION + "far:1")) {
      begin(worker, UPDATE);
      try (Somebody waiting =
          new Somebody(database, "psql", "CREATE INDEX CONCURRENTLY ON fill.rows (n)")) {
        assertThat(waiting.thread.isAlive()).isTrue();
        awaitWaiter();
        assertThat(look.with(new BlockedSessions()).use()).isZero();
      }
    }
  }

  private void awaitWaiter() {
    assertThat(
            Eventually.holds(
                () ->
                    "1"
                        .equals(
                            database.value(
                                "SELECT count(*) FROM pg_locks l WHERE NOT granted AND"
                                    + " waitstart IS NOT NULL AND EXISTS (SELECT FROM"
                                    + " pg_stat_activity a WHERE a.pid = l.pid AND"
                                    + " datname = current_database())"))))
        .isTrue();
  }

  @Test
  void countsOthersThatWaitForEachOther() throws Exception {
    LockWaiters signal = new LockWaiters(Duration.ZERO);
    try (Look look = Look.at(database);
        Connection holder = Look.connect(database, "shop")) {
      begin(holder, UPDATE);
      try (Somebody waiting = new Somebody(database, "shop", UPDATE)) {
        assertThat(waiting.thread.isAlive()).isTrue();
        awaitWaiter();
        assertThat(until(look, new LockWaiters(Duration.ZERO), seen -> seen.use() == 0).sentence())
            .contains("longer than 0.0 ms");
        holder.rollback();
        until(look, signal, seen -> seen.sentence().startsWith("0 sessions wait for locks"));
      }
      begin(holder, UPDATE);
      try (Somebody waiting = new Somebody(database, "shop", UPDATE)) {
        assertThat(waiting.thread.isAlive()).isTrue();
        assertThat(until(look, signal, seen -> seen.use() >= 0.1).sentence())
            .isEqualTo("1 session waits for locks longer than 0.0 ms; the limit is 10");
      }
    }
  }

  @Test
  void countsActiveBackendsOfItsOwnRole() throws Exception {
    try (Look look = Look.withActive(database, 1)) {
      try (Somebody one = new Somebody(database, "shop", "SELECT pg_sleep(600)");
          Somebody ours =
              new Somebody(database, Look.APPLICATION + "far:1", "SELECT pg_sleep(600)")) {
        assertThat(one.thread.isAlive() && ours.thread.isAlive()).isTrue();
        Reading reading = until(look, new ActiveBackends(), seen -> seen.use() >= 1);
        assertThat(reading.watched()).isTrue();
        assertThat(reading.sentence()).contains("active, the limit is 1");
      }
    }
  }

  @Test
  void countsActiveBackendsOfAllRolesWhereItMaySeeThem() throws Exception {
    String password = UUID.randomUUID().toString();
    String reader = database.createRole("LOGIN PASSWORD '" + password + "'");
    database.asSuperuser().execute("GRANT pg_read_all_stats TO " + reader);
    try (Look look = Look.withActive(database.as(reader, password), 1);
        Somebody one = new Somebody(database.asSuperuser(), "shop", "SELECT pg_sleep(600)")) {
      assertThat(one.thread.isAlive()).isTrue();
      assertThat(until(look, new ActiveBackends(), seen -> seen.use() >= 1).watched()).isTrue();
    }
  }

  @Test
  void namesTheGrantThatShowsActiveBackends() throws Exception {
    try (Look look = Look.withActive(database, 1);
        Connection hidden = database.asSuperuser().connect()) {
      begin(hidden);
      Reading reading = look.with(new ActiveBackends());
      assertThat(reading.watched()).isFalse();
      assertThat(reading.use()).isZero();
      assertThat(reading.sentence())
          .startsWith("whether ")
          .contains(" of other roles are active is not shown to " + database.user())
          .endsWith(look.grant());
    }
  }

  @Test
  void needsNoGrantWhereAllTogetherStayFarBelowTheLimit() {
    try (Look look = Look.withActive(database, 5_000)) {
      Reading reading = look.with(new ActiveBackends());
      assertThat(reading.watched()).isTrue();
      assertThat(reading.sentence()).startsWith("at most ").endsWith("active, the limit is 5000");
    }
  }

  @Test
  void asksTheFilesOwnSql() {
    assertThat(custom("SELECT count(*) / 20.0 FROM fill.rows -- a comment"))
        .isEqualTo(Reading.of(0.5, "the SQL gives 0.5000"));
    assertThat(custom("WITH x AS (SELECT 3) SELECT * FROM x;").use()).isEqualTo(3);
    assertThat(custom("SELECT -1").use()).isZero();
  }

  @Test
  void holdsBackWhereTheFilesOwnSqlGivesNoNumber() {
    String wanted = " where a number is wanted, 1 or more to hold back";
    assertThat(custom("SELECT NULL")).isEqualTo(Reading.of(1, "the SQL gives NULL" + wanted));
    assertThat(custom("SELECT 'calm'")).isEqualTo(Reading.of(1, "the SQL gives text" + wanted));
    assertThat(custom("SELECT 'NaN'::float8").use()).isEqualTo(1);
    assertThat(custom("SELECT 1 WHERE false"))
        .isEqualTo(Reading.of(1, "the SQL gives no row" + wanted));
  }

  @Test
  void holdsBackWhereTheFilesOwnSqlFails() {
    assertThat(custom("SELECT 1 / 0"))
        .isEqualTo(Reading.of(1, "the SQL fails: division by zero (22012)"));
    assertThat(custom("DELETE FROM fill.rows RETURNING 0").sentence()).endsWith(" (25006)");
    assertThat(custom("SELECT pg_sleep(600)").sentence()).endsWith(" (57014)");
    assertThat(database.value("SELECT count(*) FROM fill.rows")).isEqualTo("10");
  }

  private Reading custom(String sql) {
    try (Look look = Look.withSql(database, sql)) {
      CustomSql signal = new CustomSql();
      Reading first = look.with(signal);
      assertThat(look.with(signal)).isEqualTo(first);
      String timeout = look.probe().session().one("SHOW statement_timeout", row -> row.string(1));
      assertThat(timeout).isEqualTo("0");
      return first;
    }
  }

  @Test
  void asksNothingWhereTheFileGivesNoSql() {
    try (Look look = Look.at(database)) {
      assertThat(look.with(new CustomSql()))
          .isEqualTo(Reading.of(0, "the file gives no SQL of its own"));
    }
  }

  @Test
  void seesATinyQueryTakeLonger() {
    AtomicLong clock = new AtomicLong();
    AtomicLong step = new AtomicLong(1_000_000);
    Canary signal = new Canary(() -> clock.addAndGet(step.get()));
    try (Look look = Look.at(database)) {
      assertThat(look.with(signal).sentence())
          .isEqualTo("a tiny query takes 1.0 ms, 1.0 ms at first; the limit is 6.0 ms");
      step.set(9_000_000);
      assertThat(look.with(signal).use()).isBetween(0.6, 0.8);
      look.with(signal);
      look.with(signal);
      assertThat(look.with(signal).use()).isGreaterThan(1);
      step.set(900_000_000);
      look.with(signal);
      assertThat(look.with(signal).use()).isEqualTo(1.9);
    }
  }

  @Test
  void looksAtATableThatItMayNotReadAndAtAPartitionedOne() {
    database.execute(
        "CREATE TABLE fill.parts (id int) PARTITION BY LIST (id)",
        "CREATE TABLE fill.part PARTITION OF fill.parts DEFAULT");
    String password = UUID.randomUUID().toString();
    String stranger = database.createRole("LOGIN PASSWORD '" + password + "'");
    database.execute("GRANT USAGE ON SCHEMA fill TO " + stranger);
    try (Look parts = Look.onTable(database, "parts");
        Look blind = Look.at(database.as(stranger, password))) {
      assertThat(parts.with(new Canary()).watched()).isTrue();
      assertThat(parts.with(new DeadRows()).sentence()).isEqualTo("0 dead rows are in the table");
      assertThat(blind.with(new Canary()).watched()).isTrue();
    }
  }

  @Test
  void seesWhatASlotKeeps() {
    String slot = "slot_" + UUID.randomUUID().toString().substring(0, 8);
    TestDatabase superuser = database.asSuperuser();
    SlotWal signal = new SlotWal();
    try (Look look = Look.at(database)) {
      superuser.execute("SELECT pg_create_physical_replication_slot('" + slot + "', true)");
      look.with(signal);
      database.execute("UPDATE fill.rows SET n = n + 1");
      Reading reading = until(look, signal, seen -> seen.use() > 0);
      assertThat(reading.sentence()).startsWith("replication slot slot_").contains(" of WAL, ");
    } finally {
      superuser.execute("SELECT pg_drop_replication_slot('" + slot + "')");
    }
  }

  @Test
  void seesCheckpointsThatAreRequested() {
    AtomicLong clock = new AtomicLong();
    Checkpoints signal = new Checkpoints(() -> clock.addAndGet(1_000_000));
    try (Look look = Look.at(database)) {
      assertThat(look.with(signal).use()).isZero();
      database.asSuperuser().execute("UPDATE fill.rows SET n = n + 1", "CHECKPOINT");
      Reading reading = until(look, signal, seen -> seen.use() >= 0.7);
      assertThat(reading.use()).isLessThan(1);
      assertThat(reading.sentence())
          .startsWith("a checkpoint is requested every ")
          .contains(", the server warns below 30 s; ");
    }
  }

  @Test
  void readsTheArchiverOfAServerThatDoesNotArchive() {
    try (Look look = Look.at(database)) {
      assertThat(look.with(new Archiving())).isEqualTo(Reading.of(0, "WAL is not archived"));
    }
  }

  @Test
  void seesHowOldTheOldestSnapshotIs() throws Exception {
    OldSnapshot signal = new OldSnapshot(Duration.ofMillis(1));
    try (Look look = Look.at(database);
        Connection reader = Look.connect(database, "shop");
        Connection worker = Look.connect(database, Look.APPLICATION + "far:1")) {
      begin(worker, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
      assertThat(look.with(signal)).isEqualTo(Reading.of(0, "nobody else has a snapshot"));
      begin(reader, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
      Reading reading = until(look, signal, seen -> seen.use() >= 1);
      assertThat(reading.use()).isLessThan(2);
      assertThat(reading.sentence()).startsWith("the oldest transaction of others is open for ");
    }
  }

  @Test
  void namesTheGrantThatShowsHowOldSnapshotsAre() throws Exception {
    try (Look look = Look.at(database);
        Connection reader = database.asSuperuser().connect()) {
      begin(reader, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
      Reading reading = look.with(new OldSnapshot());
      assertThat(reading.watched()).isFalse();
      assertThat(reading.sentence()).endsWith(look.grant());
    }
  }

  @Test
  void countsDeadRowsForPeople() {
    DeadRows signal = new DeadRows();
    try (Look look = Look.at(database)) {
      assertThat(look.with(signal).use()).isZero();
      database.execute("UPDATE fill.rows SET n = n + 1 WHERE id <= 3");
      Reading reading = until(look, signal, seen -> seen.use() > 0);
      assertThat(reading.sentence()).startsWith("3 dead rows are in the table");
      assertThat(reading.use()).isLessThan(0.7);
    }
  }

  @Test
  void needsNoGrantWhereNoStandbyIsConnected() {
    try (Look look = Look.withLag(database, Duration.ofSeconds(1))) {
      assertThat(look.with(new ReplicationLag()))
          .isEqualTo(Reading.of(0, "no standby is connected"));
    }
  }
}
