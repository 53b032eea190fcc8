package io.github.dbsage.check;

import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * A transaction that is always rolled back, on a session that is reset behind it. Not thread-safe.
 */
final class Sandbox {

  /** Whoever holds a table for longer is at work on it: that is no time to check. */
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(5);

  private final Session session;
  private final Duration statementTimeout;

  Sandbox(Session session, Duration statementTimeout) {
    this.session = session;
    this.statementTimeout = statementTimeout;
  }

  /** Where nothing can be written: not even a sequence moves on. */
  <T> T reading(Supplier<T> work) {
    return within("READ ONLY", work);
  }

  /** Where all can be written, and is taken back; sequences alone have moved on. */
  <T> T writing(Supplier<T> work) {
    return within("READ WRITE", work);
  }

  private <T> T within(String mode, Supplier<T> work) {
    try {
      session.send(
          "BEGIN %s; SET LOCAL statement_timeout = %d; SET LOCAL lock_timeout = %d"
              .formatted(mode, statementTimeout.toMillis(), LOCK_TIMEOUT.toMillis()));
      return work.get();
    } finally {
      end();
    }
  }

  private void end() {
    try {
      session.send("ROLLBACK");
      session.reset();
    } catch (ServerFailure e) {
      if (!e.connectionLost()) {
        throw e;
      }
      // Whoever uses the session next hears of it; what was found out until now holds.
    }
  }
}
