package io.github.dbsage.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a backfill did and how.
 *
 * @param job its name in {@code migration_progress}
 * @param status of the job afterwards: {@code running}, {@code paused}, {@code cancelled}, {@code
 *     failed}, {@code done}
 * @param table with its schema
 * @param key what it went along: {@code id}, {@code a, b}, {@code ctid}
 * @param choices how it is done and why, a sentence each
 * @param rows that it changed, over all processes and runs
 * @param own that this process changed
 * @param expected rows of the table, about
 * @param batches that were committed, over all processes and runs
 * @param workers that this process had at most
 * @param deferred batches that gave way to somebody and were done later, in this process
 * @param residue rows that are still left because somebody held them
 * @param poison rows that the server refuses, the first ones
 * @param poisoned how many there are
 * @param slowDowns what held it back, the longest first
 * @param curve how it went, a point now and then
 * @param checks what was verified
 * @param ms milliseconds of this run
 */
public record BackfillReport(
    String job,
    String status,
    String table,
    String key,
    List<String> choices,
    long rows,
    long own,
    long expected,
    long batches,
    int workers,
    long deferred,
    long residue,
    List<Poison> poison,
    long poisoned,
    List<SlowDown> slowDowns,
    List<Point> curve,
    List<Check> checks,
    long ms) {

  public BackfillReport {
    choices = List.copyOf(choices);
    poison = List.copyOf(poison);
    slowDowns = List.copyOf(slowDowns);
    curve = List.copyOf(curve);
    checks = List.copyOf(checks);
  }

  /**
   * A row that the server refuses.
   *
   * @param key {@code id = 4711}
   * @param sqlState PostgreSQL's code
   * @param message PostgreSQL's, without the row's values
   */
  public record Poison(String key, String sqlState, String message) {}

  /**
   * A signal that held the backfill back.
   *
   * @param signal its name
   * @param reason what was seen when it was worst, a sentence
   * @param ms how long, in milliseconds
   */
  public record SlowDown(String signal, String reason, long ms) {}

  /**
   * How far it was at one moment.
   *
   * @param ms since this run's beginning
   * @param rows changed by then, over all processes
   * @param rowsPerSecond since the point before
   * @param batch rows of a batch
   * @param duty percent of the time that workers work
   * @param held the signal that holds back, or null
   */
  public record Point(
      long ms, long rows, long rowsPerSecond, int batch, int duty, @Nullable String held) {}

  /**
   * One thing that was verified.
   *
   * @param what {@code remaining}, {@code mismatches}, {@code sample}
   * @param found the count, or how many rows
   * @param limit the most that may be; null where nothing is wrong with any
   */
  public record Check(String what, long found, @Nullable Long limit, boolean passed) {}
}
