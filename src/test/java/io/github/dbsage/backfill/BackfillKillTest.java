package io.github.dbsage.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/** Runners that are killed, and others that go on. */
@SuppressWarnings("try") // What is held is held by being open.
@OnPostgres
final class BackfillKillTest {

  @Test
  void goesOnWhereARunnerWasKilled(TestDatabase database) throws Exception {
    Counted counted = Counted.rows(database, 20_000);
    try (Held held = counted.hold(17_000)) {
      ForkedBackfill runner = ForkedBackfill.start(database, 50);
      counted.awaitRows(4_000);
      runner.kill();
    }
    counted.isNowhereDoneTwice();

    Counted.backfill().done(database);

    counted.isDoneOnce();
  }

  @Test
  void threeProcessesShareATableAndOneOfThemIsKilled(TestDatabase database) throws Exception {
    share(database, 100_000);
  }

  static void share(TestDatabase database, int rows) throws Exception {
    Counted counted = Counted.rows(database, rows);
    ForkedBackfill first;
    ForkedBackfill late;
    try (Held held = counted.hold(rows - 10)) {
      first = ForkedBackfill.start(database, 200);
      ForkedBackfill killed = ForkedBackfill.start(database, 200);
      counted.awaitRows(rows / 20);
      late = ForkedBackfill.start(database, 200);
      counted.awaitRows(rows / 5);
      killed.kill();
      counted.awaitRows(rows / 2);
    }

    long firstRows = first.rows();
    long lateRows = late.rows();

    System.out.printf(
        "rows per process: first %d, late %d, killed %d of %d%n",
        firstRows, lateRows, rows - firstRows - lateRows, rows);
    assertThat(firstRows).isPositive();
    counted.isDoneOnce();
  }
}
