package io.github.dbsage.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another process will do in its own time. */
public final class Eventually {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long LOOK_NANOS = Duration.ofMillis(20).toNanos();

  private Eventually() {}

  /** Whether something becomes true before we lose patience. */
  public static boolean holds(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return true;
  }
}
