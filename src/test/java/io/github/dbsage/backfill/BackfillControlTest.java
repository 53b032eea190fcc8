package io.github.dbsage.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbsage.model.Problem;
import io.github.dbsage.model.UserError;
import io.github.dbsage.testing.Eventually;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who steers a backfill by its row, watches it, or changes what it counts on. */
@SuppressWarnings("try") // What is held is held by being open.
@OnPostgres
final class BackfillControlTest {

  @AfterEach
  void noThreadIsLeft() {
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("dbsage-backfill"));
  }

  private static void noSessionIsLeft(TestDatabase database) {
    boolean none =
        Eventually.holds(
            () ->
                database
                    .query(
                        "SELECT FROM pg_stat_activity WHERE datname = current_database()"
                            + " AND application_name LIKE 'dbsage:%'")
                    .isEmpty());
    assertThat(none).as("no session is left").isTrue();
  }

  @Test
  void aPauseByTheRowStopsItAndALaterRunGoesOn(TestDatabase database) throws Exception {
    Counted counted = Counted.rows(database, 10_000);
    CompletableFuture<BackfillEngine.Result> running;
    try (Held held = counted.hold(9_000)) {
      running = Counted.backfill().batch(50).start(database);
      counted.awaitRows(1_000);
      database.execute("UPDATE migration_progress SET status = 'paused', reason = 'month end'");

      Problem error = running.get(1, TimeUnit.MINUTES).error();

      assertThat(error).isNotNull();
      assertThat(error.code()).isEqualTo("BACKFILL_PAUSED");
      assertThat(error.why()).isEqualTo("month end");
      noSessionIsLeft(database);
    }
    String then = database.value("SELECT sum(cnt) FROM t");
    Problem still = Counted.backfill().run(database).error();
    assertThat(still).isNotNull();
    assertThat(still.code()).isEqualTo("BACKFILL_PAUSED");
    assertThat(database.value("SELECT sum(cnt) FROM t")).isEqualTo(then);

    database.execute("UPDATE migration_progress SET status = 'running', reason = NULL");
    Counted.backfill().done(database);

    counted.isDoneOnce();
    noSessionIsLeft(database);
  }

  @Test
  void noBatchBeginsOnceThePauseIsCommitted(TestDatabase database) throws Exception {
    Counted counted = Counted.rows(database, 20_000);
    try (Held held = counted.hold(19_000)) {
      CompletableFuture<BackfillEngine.Result> running =
          Counted.backfill().batch(50).start(database);
      counted.awaitRows(1_000);
      database.execute("UPDATE migration_progress SET status = 'paused'");
      // Batches that ran at that moment come to their end; each of the two workers had one.
      long then = Long.parseLong(String.valueOf(database.value("SELECT sum(cnt) FROM t")));
      running.get(1, TimeUnit.MINUTES);
      assertThat(Long.parseLong(String.valueOf(database.value("SELECT sum(cnt) FROM t"))))
          .isBetween(then, then + 100);
    }
  }

  @Test
  void cancelledItStopsAndWhatItDidStays(TestDatabase database) throws Exception {
    Counted counted = Counted.rows(database, 10_000);
    try (Held held = counted.hold(9_000)) {
      CompletableFuture<BackfillEngine.Result> running =
          Counted.backfill().batch(50).start(database);
      counted.awaitRows(1_000);
      database.execute("UPDATE migration_progress SET status = 'cancelled'");

      Problem error = running.get(1, TimeUnit.MINUTES).error();

      assertThat(error).isNotNull();
      assertThat(error.code()).isEqualTo("BACKFILL_CANCELLED");
    }
    assertThat(database.value("SELECT sum(cnt) >= 1000 FROM t")).isEqualTo("t");
    counted.isNowhereDoneTwice();
  }

  @Test
  void otherWorkUnderTheSameNameIsRefused(TestDatabase database) {
    Counted counted = Counted.rows(database, 1_000);
    Counted.backfill().done(database);

    assertThatThrownBy(() -> Counted.backfill().hash("b").run(database))
        .isInstanceOfSatisfying(
            UserError.class,
            e -> {
              assertThat(e.problem().code()).isEqualTo("BACKFILL_CHANGED");
              assertThat(e.problem().what())
                  .isEqualTo(
                      "The backfill fill was begun with other work than its file asks for now"
                          + " (migration 20260101000000).");
            });
    counted.isDoneOnce();
    noSessionIsLeft(database);
  }

  @Test
  void aSecondRunOfWhatIsDoneDoesNothing(TestDatabase database) {
    Counted counted = Counted.rows(database, 1_000);
    Counted.backfill().done(database);

    assertThat(Counted.backfill().done(database).own()).isZero();

    counted.isDoneOnce();
  }

  @Test
  void aTriggerThatIsGoneOrDisabledIsAskedForBeforeItGoesOn(TestDatabase database)
      throws Exception {
    Counted counted = Counted.rows(database, 10_000);
    database.execute(
        "CREATE FUNCTION same() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "CREATE TRIGGER sync BEFORE INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION same()");
    try (Held held = counted.hold(9_000)) {
      CompletableFuture<BackfillEngine.Result> running =
          Counted.backfill().batch(50).start(database);
      counted.awaitRows(1_000);
      database.execute("UPDATE migration_progress SET status = 'paused'");
      running.get(1, TimeUnit.MINUTES);
    }
    for (String harm : List.of("ALTER TABLE t DISABLE TRIGGER sync", "DROP TRIGGER sync ON t")) {
      database.execute(harm, "UPDATE migration_progress SET status = 'running'");
      assertThatThrownBy(() -> Counted.backfill().run(database))
          .isInstanceOfSatisfying(
              UserError.class, e -> assertThat(e.problem().code()).isEqualTo("BACKFILL_TRIGGER"));
    }
    database.execute(
        "CREATE TRIGGER sync BEFORE INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION same()");

    Counted.backfill().done(database);

    counted.isDoneOnce();
  }

  @Test
  void aServerWithoutRoomPausesItWithTheReasonAndIsNotAskedAgain(TestDatabase database) {
    Counted counted = Counted.rows(database, 3_000);
    database.execute(
        "CREATE SEQUENCE tries",
        """
        CREATE FUNCTION full() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF NEW.id = 2000 THEN
            PERFORM nextval('tries');
            RAISE 'could not extend file' USING ERRCODE = '53100';
          END IF;
          RETURN NEW;
        END$$
        """
            .replace("full()", "no_room()"),
        "CREATE TRIGGER no_room BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION no_room()");

    BackfillEngine.Result result = Counted.backfill().run(database);

    Problem error = result.error();
    assertThat(error).isNotNull();
    assertThat(error.code()).isEqualTo("BACKFILL_PAUSED");
    assertThat(error.why()).isEqualTo("53100 could not extend file");
    assertThat(result.report().status()).isEqualTo("paused");
    assertThat(database.value("SELECT last_value FROM tries")).isEqualTo("1");
    database.execute(
        "CREATE OR REPLACE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql"
            + " AS 'BEGIN RETURN NEW; END'",
        "UPDATE migration_progress SET status = 'running'");

    Counted.backfill().done(database);

    counted.isDoneOnce();
  }

  @Test
  void nothingIsLeftBelowTheKeyThatTheProgressTells(TestDatabase database) throws Exception {
    Counted counted = Counted.rows(database, 20_000);
    CompletableFuture<BackfillEngine.Result> running;
    try (Held held = counted.hold(15_000)) {
      running = Counted.backfill().batch(50).start(database);
      for (int i = 0; i < 60; i++) {
        List<List<String>> seen =
            counted.isThere()
                ? database.query(
                    "SELECT last_processed_id, status, (SELECT count(*) FROM t WHERE cnt = 0"
                        + " AND id <= COALESCE(last_processed_id, 0)) FROM migration_progress")
                : List.of();
        assertThat(seen).allSatisfy(row -> assertThat(row.get(2)).isEqualTo("0"));
      }
      counted.awaitProgress("last_processed_id = 14999 AND total_processed = 19999");
    }
    assertThat(running.get(1, TimeUnit.MINUTES).error()).isNull();

    counted.isDoneOnce();
    assertThat(database.value("SELECT last_processed_id FROM migration_progress"))
        .isEqualTo("20000");
  }

  @Test
  void interruptedItLeavesNothingBehind(TestDatabase database) throws Exception {
    Counted counted = Counted.rows(database, 10_000);
    AtomicReference<BackfillEngine.Result> result = new AtomicReference<>();
    Thread goal = new Thread(() -> result.set(Counted.backfill().batch(50).run(database)));
    try (Held held = counted.hold(9_000)) {
      goal.start();
      counted.awaitRows(1_000);
      goal.interrupt();
      goal.join();
    }
    noThreadIsLeft();
    noSessionIsLeft(database);
    Problem error = Objects.requireNonNull(Objects.requireNonNull(result.get()).error());
    assertThat(error.code()).isEqualTo("INTERRUPTED");

    Counted.backfill().done(database);

    counted.isDoneOnce();
  }
}
