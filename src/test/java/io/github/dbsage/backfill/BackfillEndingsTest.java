package io.github.dbsage.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Problem;
import io.github.dbsage.testing.Eventually;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Sessions that an administrator ends. */
@OnPostgres
final class BackfillEndingsTest {

  private static final String OURS =
      " FROM pg_stat_activity WHERE datname = current_database()"
          + " AND application_name LIKE 'dbsage:fill:%'";

  /** Ends sessions of a job once; waits until there are some. */
  private static void end(TestDatabase database, String which) {
    TestDatabase administrator = database.asSuperuser();
    boolean ended =
        Eventually.holds(
            () ->
                !administrator.query("SELECT pg_terminate_backend(pid)" + OURS + which).isEmpty());
    assertThat(ended).as("sessions were ended").isTrue();
  }

  @Test
  void doesNothingTwiceWhenItsSessionsAreEnded(TestDatabase database) throws Exception {
    Counted counted = Counted.rows(database, 20_000);
    Backfills backfill = Counted.backfill().batch(50);
    CompletableFuture<BackfillEngine.Result> running = backfill.start(database);
    counted.awaitRows(2_000);
    end(database, " AND application_name LIKE '%:1'");
    counted.awaitRows(6_000);
    end(database, " AND application_name LIKE '%:0'");

    assertThat(running.get(1, TimeUnit.MINUTES).error()).isNull();
    counted.isDoneOnce();
  }

  @Test
  void theThirdEndWithinAMinuteIsUnderstoodAsAWish(TestDatabase database) throws Exception {
    Counted counted = Counted.rows(database, 20_000);
    Held held = counted.hold(15_000);
    CompletableFuture<BackfillEngine.Result> running = Counted.backfill().batch(50).start(database);
    counted.awaitRows(1_000);
    for (int i = 0; i < 40 && !running.isDone(); i++) {
      // It may be over at any moment, and its sessions with it.
      Eventually.holds(
          () ->
              running.isDone()
                  || !database
                      .asSuperuser()
                      .query("SELECT pg_terminate_backend(pid)" + OURS)
                      .isEmpty());
      Eventually.holds(
          () ->
              running.isDone()
                  || !database
                      .query("SELECT" + OURS + " AND application_name LIKE '%:1'")
                      .isEmpty());
    }

    Problem error = running.get(1, TimeUnit.MINUTES).error();

    assertThat(error).isNotNull();
    assertThat(error.code()).isEqualTo("BACKFILL_PAUSED");
    assertThat(database.query("SELECT status, reason FROM migration_progress").get(0))
        .containsExactly(
            "paused", "57P01: somebody ended its sessions three times within a minute");

    held.close();
    assertThat(Counted.backfill().run(database).error()).isNotNull();
    database.execute("UPDATE migration_progress SET status = 'running'");
    Counted.backfill().done(database);
    counted.isDoneOnce();
  }

  @Test
  void endedAtAnyMomentAndResumedItComesToItsEnd(TestDatabase database) throws Exception {
    Counted counted = Counted.rows(database, 30_000);
    endAgainAndAgain(database, counted, 5);
  }

  static void endAgainAndAgain(TestDatabase database, Counted counted, int pauses)
      throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    TestDatabase administrator = database.asSuperuser();
    int paused = 0;
    boolean done = false;
    while (!done) {
      database.execute(
          "DO $$BEGIN IF to_regclass('migration_progress') IS NOT NULL THEN"
              + " UPDATE migration_progress SET status = 'running'; END IF; END$$");
      CompletableFuture<BackfillEngine.Result> running =
          Counted.backfill().batch(50).start(database);
      while (!running.isDone()) {
        if (paused < pauses) {
          administrator.query(
              "SELECT pg_terminate_backend(pid)" + OURS + " AND random() < " + random.nextDouble());
        }
        counted.isNowhereDoneTwice();
      }
      Problem error = running.get().error();
      done = error == null;
      if (error != null) {
        assertThat(error.code()).as("seed %d: %s", seed, error).isEqualTo("BACKFILL_PAUSED");
        paused++;
      }
    }
    counted.isDoneOnce();
  }
}
