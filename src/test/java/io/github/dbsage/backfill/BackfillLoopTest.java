package io.github.dbsage.backfill;

import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Killed and ended again and again, at any moment; takes minutes. */
@Tag("full")
@SuppressWarnings("try") // What is held is held by being open.
@OnPostgres
final class BackfillLoopTest {

  private static final int ROUNDS = 20;

  @Test
  void doesEachRowOnceHoweverOftenItsProcessIsKilled(TestDatabase database) throws Exception {
    Random random = new Random();
    int rows = 200_000;
    Counted counted = Counted.rows(database, rows);
    try (Held held = counted.hold(rows - 1)) {
      for (int i = 0; i < ROUNDS; i++) {
        ForkedBackfill runner = ForkedBackfill.start(database, 50);
        counted.awaitRows(i * rows / ROUNDS / 2 + 1 + random.nextInt(2_000));
        runner.kill();
        counted.isNowhereDoneTwice();
      }
    }

    Counted.backfill().done(database);

    counted.isDoneOnce();
  }

  @Test
  void threeProcessesShareAMillionRows(TestDatabase database) throws Exception {
    BackfillKillTest.share(database, 1_000_000);
  }

  @Test
  void doesEachRowOnceHoweverOftenItsSessionsAreEnded(TestDatabase database) throws Exception {
    BackfillEndingsTest.endAgainAndAgain(database, Counted.rows(database, 200_000), ROUNDS);
  }
}
