package io.github.dbsage.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.testing.Eventually;
import io.github.dbsage.testing.TestDatabase;

/** A table whose rows count how often each was done: {@code t (id, cnt)}. */
final class Counted {

  private static final String LEFT = "SELECT count(*) FROM dbsage_extent WHERE state <> 'done'";

  private final TestDatabase database;
  private final int rows;

  private Counted(TestDatabase database, int rows) {
    this.database = database;
    this.rows = rows;
  }

  static Counted rows(TestDatabase database, int rows) {
    database.execute(
        "CREATE TABLE t (id bigint PRIMARY KEY, cnt int NOT NULL DEFAULT 0)",
        "INSERT INTO t SELECT i FROM generate_series(1, " + rows + ") i",
        "ANALYZE t");
    return new Counted(database, rows);
  }

  /** What may not be done twice on any row. */
  static Backfills backfill() {
    return Backfills.of("cnt", "cnt + 1").once().batch(200);
  }

  /** Nobody may do this row until it is let go. */
  Held hold(int id) {
    return Held.by(database, "SELECT FROM t WHERE id = " + id + " FOR UPDATE");
  }

  /** Whether a job was begun. */
  boolean isThere() {
    return "t".equals(database.value("SELECT to_regclass('dbsage_extent') IS NOT NULL"));
  }

  /** Waits until so many rows are done. */
  void awaitRows(int some) {
    boolean came =
        Eventually.holds(
            () ->
                isThere()
                    && Long.parseLong(
                            String.valueOf(
                                database.value(
                                    "SELECT COALESCE(sum(rows_done), 0) FROM dbsage_extent")))
                        >= some);
    assertThat(came).as("rows are done").isTrue();
  }

  /** Waits until the progress is as a condition says. */
  void awaitProgress(String condition) {
    boolean came =
        Eventually.holds(
            () -> !database.query("SELECT FROM migration_progress WHERE " + condition).isEmpty());
    assertThat(came)
        .as(
            "%s: %s",
            condition,
            database.query("SELECT status, total_processed, reason FROM migration_progress"))
        .isTrue();
  }

  /** Every row was done once, and nothing is left. */
  void isDoneOnce() {
    assertThat(database.query("SELECT cnt, count(*) FROM t WHERE cnt <> 1 GROUP BY cnt")).isEmpty();
    assertThat(database.value("SELECT count(*) FROM t")).isEqualTo(Integer.toString(rows));
    assertThat(database.value(LEFT)).isEqualTo("0");
    assertThat(database.value("SELECT status FROM migration_progress")).isEqualTo("done");
    assertThat(database.value("SELECT total_processed FROM migration_progress"))
        .isEqualTo(Integer.toString(rows));
  }

  /** No row was done more than once so far. */
  void isNowhereDoneTwice() {
    assertThat(database.value("SELECT count(*) FROM t WHERE cnt > 1")).isEqualTo("0");
  }
}
