package io.github.dbsage.backfill;

import java.time.Duration;

/**
 * How many rows a worker takes at once: as many as it does in the time that is aimed at. Not
 * thread-safe.
 */
final class Stride {

  static final int LEAST = 50;
  static final int MOST = 50_000;

  /** The weight of the newest batch. */
  private static final double WEIGHT = 0.3;

  private static final double SLOWEST = 0.5;
  private static final double FASTEST = 1.5;

  /** A batch that took so many times too long halves the next one at once. */
  private static final int MUCH = 5;

  private final boolean fixed;
  private double rows;
  private double nanos;

  /**
   * @param fixed whether the size stays as it is
   */
  Stride(int rows, boolean fixed) {
    this.rows = rows;
    this.fixed = fixed;
  }

  int rows() {
    return (int) rows;
  }

  /**
   * Takes note of a batch.
   *
   * @param taken how many rows it was to pass
   * @param changed how many it changed: a stretch that has nothing to do says nothing of one that
   *     has
   */
  void took(long elapsed, Duration target, long taken, long changed) {
    if (fixed || taken < rows / 2) {
      return;
    }
    double goal = target.toNanos();
    nanos = nanos == 0 ? elapsed : nanos + WEIGHT * (elapsed - nanos);
    if (elapsed > MUCH * goal) {
      rows = Math.max(LEAST, rows / 2);
      nanos = 0;
      return;
    }
    double factor = Math.max(SLOWEST, Math.min(FASTEST, goal / nanos));
    if (factor > 1 && changed < taken / 2) {
      return;
    }
    double before = rows;
    rows = Math.max(LEAST, Math.min(MOST, rows * factor));
    nanos = nanos * rows / before;
  }
}
