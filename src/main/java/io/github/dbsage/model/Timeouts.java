package io.github.dbsage.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a directive asks for; null where it is silent, zero for "no limit".
 *
 * @param lock PostgreSQL's {@code lock_timeout}
 * @param statement PostgreSQL's {@code statement_timeout}
 */
public record Timeouts(@Nullable Duration lock, @Nullable Duration statement) {

  /** Nothing asked for. */
  public static final Timeouts NONE = new Timeouts(null, null);

  public Timeouts {
    if ((lock != null && lock.isNegative()) || (statement != null && statement.isNegative())) {
      throw new IllegalArgumentException("a timeout is negative");
    }
  }

  /** These, and where they are silent, those. */
  public Timeouts orElse(Timeouts other) {
    return new Timeouts(
        lock == null ? other.lock : lock, statement == null ? other.statement : statement);
  }
}
