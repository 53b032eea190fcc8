package io.github.dbsage.backfill;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How fast a backfill may go just now.
 *
 * @param duty the part of its time that a worker works, up to 1
 * @param workers that may work, at least 1
 * @param pause of a worker behind each batch, besides
 * @param stopped whether no batch may begin
 * @param cancel whether batches that run are to be cancelled
 * @param signal that holds back, or null
 * @param sentence what it saw, or null
 */
record Pace(
    double duty,
    int workers,
    Duration pause,
    boolean stopped,
    boolean cancel,
    @Nullable String signal,
    @Nullable String sentence) {

  /** A batch that took long because it waited must not put its worker to sleep for minutes. */
  static final Duration LONGEST_REST = Duration.ofSeconds(2);

  /** How long a worker sleeps behind a batch. */
  Duration rest(Duration worked) {
    long rest = (long) (worked.toNanos() * (1 / duty - 1));
    return Duration.ofNanos(Math.min(rest, LONGEST_REST.toNanos())).plus(pause);
  }

  /** For people: whole percent. */
  int percent() {
    return (int) Math.round(duty * 100);
  }
}
