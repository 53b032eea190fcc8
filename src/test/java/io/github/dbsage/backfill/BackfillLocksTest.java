package io.github.dbsage.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Problem;
import io.github.dbsage.testing.Eventually;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows and tables that others hold, and what isolation they want. */
@SuppressWarnings("try") // What is held is held by being open.
@OnPostgres
final class BackfillLocksTest {

  @Test
  void waitsForRowsThatSomebodyHoldsAndSkipsNone(TestDatabase database) throws Exception {
    Counted counted = Counted.rows(database, 5_000);
    CompletableFuture<BackfillEngine.Result> running;
    try (Held held = Held.by(database, "SELECT FROM t WHERE id IN (1, 2, 777, 5000) FOR UPDATE")) {
      running = Counted.backfill().start(database);
      counted.awaitRows(4_996);
      boolean aside =
          Eventually.holds(
              () ->
                  "4"
                      .equals(
                          database.value(
                              "SELECT count(*) FROM dbsage_extent WHERE kind = 'row'"
                                  + " AND state = 'residue'")));
      assertThat(aside).as("four rows are set aside").isTrue();
      assertThat(running).isNotDone();
      assertThat(database.value("SELECT status FROM migration_progress")).isEqualTo("running");
    }

    BackfillEngine.Result result = running.get(1, TimeUnit.MINUTES);

    assertThat(result.error()).isNull();
    assertThat(result.report().deferred()).isPositive();
    counted.isDoneOnce();
  }

  @Test
  void failsWithTheKeysOfRowsThatAreHeldForTooLong(TestDatabase database) throws Exception {
    Counted counted = Counted.rows(database, 3_000);
    try (Held held = counted.hold(1_234)) {
      Problem error =
          Counted.backfill()
              .patience(Duration.ofSeconds(10), Duration.ofMillis(1))
              .run(database)
              .error();

      assertThat(error).isNotNull();
      assertThat(error.code()).isEqualTo("BACKFILL_RESIDUE");
      assertThat(error.what()).contains("id = 1234");
      assertThat(database.value("SELECT status FROM migration_progress")).isEqualTo("failed");
    }

    Counted.backfill().done(database);

    counted.isDoneOnce();
  }

  @Test
  void seesTheValueThatTheHolderLeavesBehind(TestDatabase database) throws Exception {
    Counted counted = Counted.rows(database, 2_000);
    CompletableFuture<BackfillEngine.Result> running;
    try (Held held = Held.by(database, "UPDATE t SET cnt = cnt + 100 WHERE id = 700")) {
      running = Counted.backfill().start(database);
      counted.awaitRows(1_999);
      held.commit();
    }

    assertThat(running.get(1, TimeUnit.MINUTES).error()).isNull();
    assertThat(database.value("SELECT cnt FROM t WHERE id = 700")).isEqualTo("101");
  }

  @Test
  void setsNoRowAsideForATableThatIsLocked(TestDatabase database) throws Exception {
    Counted counted = Counted.rows(database, 5_000);
    CompletableFuture<BackfillEngine.Result> running;
    try (Held held = Held.by(database, "LOCK TABLE t IN SHARE MODE")) {
      Backfills backfill = Counted.backfill();
      running = backfill.start(database);
      // A worker that gives way waits 50 ms each time: by then it has done so often.
      assertThat(Eventually.holds(() -> backfill.events().size() > 4)).isTrue();
      held.also("SELECT pg_sleep(1)");
      assertThat(database.value("SELECT count(*) FROM dbsage_extent WHERE kind = 'row'"))
          .isEqualTo("0");
    }

    BackfillEngine.Result result = running.get(1, TimeUnit.MINUTES);

    assertThat(result.error()).isNull();
    assertThat(result.report().deferred()).isPositive();
    assertThat(database.value("SELECT count(*) FROM dbsage_extent WHERE kind = 'row'"))
        .isEqualTo("0");
    counted.isDoneOnce();
  }

  @Test
  void theApplicationWinsWhereBothLockInOppositeOrder(TestDatabase database) throws Exception {
    Counted counted = Counted.rows(database, 20_000);
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger transactions = new AtomicInteger();
    CompletableFuture<Void> application =
        CompletableFuture.runAsync(
            () -> {
              Random random = new Random(1);
              while (!over.get()) {
                int from = 1 + random.nextInt(19_000);
                try (Connection connection = database.connect();
                    Statement statement = connection.createStatement()) {
                  connection.setAutoCommit(false);
                  for (int id : List.of(from + 150, from + 90, from + 30, from)) {
                    statement.execute("SELECT FROM t WHERE id = " + id + " FOR UPDATE");
                  }
                  connection.commit();
                  transactions.incrementAndGet();
                } catch (SQLException e) {
                  throw new IllegalStateException(e.getSQLState(), e);
                }
              }
            });
    assertThat(Eventually.holds(() -> transactions.get() > 0)).isTrue();

    BackfillEngine.Result result = Counted.backfill().run(database);

    over.set(true);
    application.get(1, TimeUnit.MINUTES);
    assertThat(result.error()).isNull();
    counted.isDoneOnce();
  }

  @ParameterizedTest
  @ValueSource(strings = {"repeatable read", "serializable"})
  void worksWhateverIsolationTheDatabaseHasByDefault(String level, TestDatabase database)
      throws Exception {
    Counted counted = Counted.rows(database, 10_000);
    database.execute(
        "ALTER DATABASE "
            + database.name()
            + " SET default_transaction_isolation = '"
            + level
            + "'");
    CompletableFuture<BackfillEngine.Result> other = Counted.backfill().start(database);

    BackfillEngine.Result result = Counted.backfill().run(database);

    assertThat(result.error()).isNull();
    assertThat(other.get(1, TimeUnit.MINUTES).error()).isNull();
    counted.isDoneOnce();
  }

  @Test
  void aRunnerJoinsWhileSomebodyReadsTheProgress(TestDatabase database) throws Exception {
    Counted counted = Counted.rows(database, 5_000);
    try (Held row = counted.hold(4_999)) {
      CompletableFuture<BackfillEngine.Result> first = Counted.backfill().start(database);
      counted.awaitRows(1_000);
      try (Held reader = Held.by(database, "SELECT * FROM migration_progress")) {
        Backfills second = Counted.backfill();
        CompletableFuture<BackfillEngine.Result> joined = second.start(database);
        assertThat(Eventually.holds(() -> !second.events().isEmpty() || joined.isDone())).isTrue();
        assertThat(joined).isNotDone();
        row.close();
        assertThat(joined.get(1, TimeUnit.MINUTES).error()).isNull();
      }
      assertThat(first.get(1, TimeUnit.MINUTES).error()).isNull();
    }
    counted.isDoneOnce();
  }

  @Test
  void goesOnTellingWhileSomebodyHoldsTheProgressRow(TestDatabase database) throws Exception {
    Counted counted = Counted.rows(database, 5_000);
    CompletableFuture<BackfillEngine.Result> running;
    try (Held row = counted.hold(4_999)) {
      Backfills backfill = Counted.backfill();
      running = backfill.start(database);
      counted.awaitRows(1_000);
      try (Held held = Held.by(database, "UPDATE migration_progress SET reason = 'a note'")) {
        int before = backfill.events().size();
        assertThat(Eventually.holds(() -> backfill.events().size() > before + 2)).isTrue();
      }
    }

    assertThat(running.get(1, TimeUnit.MINUTES).error()).isNull();
    counted.isDoneOnce();
  }
}
