package io.github.dbsage.run;

import io.github.dbsage.model.Timeouts;
import java.time.Duration;

/**
 * How migrations are run.
 *
 * @param timeouts what {@code -D} or the POM asks for; a file's directives come first
 * @param tries how often a transaction that could not get its locks is tried
 * @param patience how long to wait for someone else's work to end (a lost session's backend, a
 *     build of the same index)
 */
public record Settings(Timeouts timeouts, int tries, Duration patience) {

  /** The lock_timeout of a transaction that nobody set one for. */
  static final Duration LOCK_TIMEOUT = Duration.ofSeconds(2);

  /** PostgreSQL's own: none. */
  static final Duration NO_LIMIT = Duration.ZERO;

  /**
   * What holds inside a transaction: every wait for a lock is short, because others queue behind.
   */
  Timeouts inTransaction(Timeouts asked) {
    return asked.orElse(timeouts).orElse(new Timeouts(LOCK_TIMEOUT, NO_LIMIT));
  }

  /**
   * What holds for a statement by itself: CONCURRENTLY waits for every older snapshot while it
   * blocks nobody, so only the file can limit it.
   */
  Timeouts alone(Timeouts asked) {
    return asked
        .orElse(new Timeouts(NO_LIMIT, timeouts.statement()))
        .orElse(new Timeouts(NO_LIMIT, NO_LIMIT));
  }
}
