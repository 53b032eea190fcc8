package io.github.dbsage.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.Target;
import io.github.dbsage.model.BackfillReport;
import io.github.dbsage.model.BackfillSpec;
import io.github.dbsage.model.BackfillSpec.Mode;
import io.github.dbsage.model.BackfillSpec.Verification;
import io.github.dbsage.model.Problem;
import io.github.dbsage.testing.CuttingProxy;
import io.github.dbsage.testing.Eventually;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is looked at behind a backfill, small tables, and answers that were lost. */
@SuppressWarnings("try") // What is held is held by being open.
@OnPostgres
final class BackfillVerificationTest {

  private static void table(TestDatabase database) {
    database.execute(
        "CREATE TABLE t (id bigint PRIMARY KEY, a text, b text)",
        "INSERT INTO t SELECT i, 'v' || i FROM generate_series(1, 3000) i",
        "ANALYZE t");
  }

  @Test
  void countsWhatThePlansOwnQueriesFind(TestDatabase database) {
    table(database);
    Verification wanted =
        new Verification(
            0L,
            new BackfillSpec.Mismatches("SELECT count(*) FROM t WHERE b <> a;", 0),
            new BackfillSpec.Sample("SELECT * FROM t WHERE b = 'v7'", 5));

    BackfillReport report = Backfills.of("b", "a").verify(wanted).done(database);

    assertThat(report.checks())
        .containsExactly(
            new BackfillReport.Check("remaining", 0, 0L, true),
            new BackfillReport.Check("mismatches", 0, 0L, true),
            new BackfillReport.Check("sample", 1, null, true));
  }

  @Test
  void whatIsNotRightFailsUntilItIsMended(TestDatabase database) {
    table(database);
    database.execute("CREATE TABLE bad AS SELECT 1 AS x");
    Verification wanted =
        new Verification(0L, new BackfillSpec.Mismatches("SELECT count(*) FROM bad", 0), null);

    Problem error = Backfills.of("b", "a").verify(wanted).run(database).error();

    assertThat(error).isNotNull();
    assertThat(error.code()).isEqualTo("BACKFILL_UNVERIFIED");
    assertThat(error.what()).contains("mismatches is 1, allowed is 0");
    assertThat(database.value("SELECT status FROM migration_progress")).isEqualTo("failed");

    database.execute("DELETE FROM bad");
    Backfills.of("b", "a").verify(wanted).done(database);

    assertThat(database.value("SELECT status FROM migration_progress")).isEqualTo("done");
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"AUTO", "SINGLE"})
  void aSmallTableIsDoneInOneStatement(Mode mode, TestDatabase database) {
    Counted counted = Counted.rows(database, 20_000);

    BackfillReport report = Backfills.of("cnt", "cnt + 1").once().mode(mode).done(database);

    assertThat(report.batches()).isEqualTo(1);
    counted.isDoneOnce();
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"AUTO", "SINGLE"})
  void aSmallTableWithARowThatIsHeldIsDoneInBatches(Mode mode, TestDatabase database)
      throws Exception {
    Counted counted = Counted.rows(database, 20_000);
    CompletableFuture<BackfillEngine.Result> running;
    try (Held held = counted.hold(12_345)) {
      running = Backfills.of("cnt", "cnt + 1").once().mode(mode).start(database);
      counted.awaitRows(19_999);
      assertThat(running).isNotDone();
    }

    BackfillEngine.Result result = running.get(1, TimeUnit.MINUTES);

    assertThat(result.error()).isNull();
    assertThat(result.report().batches()).isGreaterThan(1);
    counted.isDoneOnce();
  }

  @Test
  void rowsThatWereWrittenBehindTheCursorsAreFoundByTheSweep(TestDatabase database)
      throws Exception {
    database.execute(
        "CREATE TABLE t (id bigint PRIMARY KEY, a text, b text)",
        "INSERT INTO t SELECT i, 'v' || i FROM generate_series(1, 5000) i",
        "ANALYZE t");
    CompletableFuture<BackfillEngine.Result> running;
    try (Held held = Held.by(database, "SELECT FROM t WHERE id = 2000 FOR UPDATE")) {
      running = Backfills.of("b", "a").batch(100).start(database);
      boolean rest =
          Eventually.holds(
              () -> "4999".equals(database.value("SELECT count(*) FROM t WHERE b = a")));
      assertThat(rest).isTrue();
      database.execute(
          "UPDATE t SET a = 'w' WHERE id = 7",
          "INSERT INTO t SELECT i, 'v' || i FROM generate_series(5001, 5300) i");
      held.commit();
    }

    assertThat(running.get(1, TimeUnit.MINUTES).error()).isNull();
    assertThat(database.value("SELECT count(*) FROM t WHERE b IS DISTINCT FROM a")).isEqualTo("0");
    assertThat(database.query("SELECT FROM dbsage_extent WHERE state <> 'done'")).isEmpty();
  }

  @Test
  void rowsThatMovedBehindTheScanAreFoundByTheSweep(TestDatabase database) throws Exception {
    database.execute(
        "CREATE TABLE t (id int, a text, b text)",
        "INSERT INTO t SELECT i, 'v' || i FROM generate_series(1, 5000) i",
        "ANALYZE t");
    CompletableFuture<BackfillEngine.Result> running;
    try (Held held =
        Held.by(database, "UPDATE t SET a = a || 'x' WHERE id BETWEEN 2000 AND 2009")) {
      running = Backfills.of("b", "a").batch(100).start(database);
      boolean rest =
          Eventually.holds(
              () -> "4990".equals(database.value("SELECT count(*) FROM t WHERE b = a")));
      assertThat(rest).isTrue();
      held.commit();
    }

    assertThat(running.get(1, TimeUnit.MINUTES).error()).isNull();
    assertThat(database.value("SELECT count(*) FROM t WHERE b IS DISTINCT FROM a")).isEqualTo("0");
    assertThat(database.query("SELECT FROM dbsage_extent WHERE state <> 'done'")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLostAnswerToACommitIsNotGuessed(boolean committed, TestDatabase database) throws Exception {
    Counted counted = Counted.rows(database, 5_000);
    try (CuttingProxy proxy = CuttingProxy.before(database, "ARRAY['2000']", committed)) {
      URI uri = URI.create(proxy.jdbcUrl().substring("jdbc:".length()));
      Target target =
          new Target(
              "127.0.0.1",
              uri.getPort(),
              database.name(),
              database.user(),
              database.password(),
              Map.of());
      try (Database through = Database.at(target, "dbsage:test")) {
        BackfillEngine.Result result = Counted.backfill().run(through);
        assertThat(proxy.hasCut()).isTrue();
        assertThat(result.error()).isNull();
        assertThat(List.of(result.report().rows())).containsExactly(5_000L);
      }
    }
    counted.isDoneOnce();
  }
}
