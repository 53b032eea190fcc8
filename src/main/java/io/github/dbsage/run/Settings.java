package io.github.dbsage.run;

import io.github.dbsage.model.Timeouts;
import io.github.dbsage.sql.LockKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How migrations are run.
 *
 * @param timeouts what {@code -D} or the POM asks for; a file's directives come first
 * @param tries how often a transaction that could not get its locks is tried
 * @param patience how long to wait for someone else's work to end (a lost session's backend, a
 *     build of the same index)
 */
public record Settings(Timeouts timeouts, int tries, Duration patience) {

  /** Nobody may be kept from a whole table for longer than this. */
  private static final Duration EXCLUSIVE = Duration.ofSeconds(2);

  private static final Duration ROWS = Duration.ofSeconds(30);

  /** PostgreSQL's own: none. */
  static final Duration NO_LIMIT = Duration.ZERO;

  /**
   * The lock_timeout of a statement that no directive speaks of; null where any will do.
   *
   * <p>What holds up nobody may wait for as long as it takes, and one limit for all would end
   * CREATE INDEX CONCURRENTLY, which waits for every older transaction: only the file can limit it.
   */
  @Nullable Duration lock(LockKind kind) {
    return switch (kind) {
      case NONE -> null;
      case PATIENT -> NO_LIMIT;
      case ROWS -> timeouts.lock() == null ? ROWS : timeouts.lock();
      case UNKNOWN, EXCLUSIVE -> timeouts.lock() == null ? EXCLUSIVE : timeouts.lock();
    };
  }

  /** The lock_timeout of a LOCK TABLE of ours; a file's directives come first. */
  Duration exclusive(Timeouts file) {
    Duration usual = timeouts.lock() == null ? EXCLUSIVE : timeouts.lock();
    return file.lock() == null ? usual : file.lock();
  }

  /** The statement_timeout of a statement that no directive speaks of. */
  Duration statement() {
    return timeouts.statement() == null ? NO_LIMIT : timeouts.statement();
  }
}
