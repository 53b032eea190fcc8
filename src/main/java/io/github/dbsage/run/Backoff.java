package io.github.dbsage.run;

import io.github.dbsage.model.Event;
import io.github.dbsage.model.Listener;
import io.github.dbsage.model.UserError;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Decides whether a transaction that was rolled back is tried again, and waits before it: only
 * where it could not get a lock in time (55P03), with pauses that grow and jitter, holding nothing.
 */
final class Backoff {

  private static final String LOCK_NOT_AVAILABLE = "55P03";
  private static final long FIRST_MS = 200;
  private static final long LONGEST_MS = 10_000;

  private final Settings settings;
  private final Listener listener;
  private int tried = 1;

  Backoff(Settings settings, Listener listener) {
    this.settings = settings;
    this.listener = listener;
  }

  /** Whether to try again; where so, the pause is over. */
  boolean again(StatementFailed failed) {
    if (!failed.failure().is(LOCK_NOT_AVAILABLE) || tried >= settings.tries()) {
      return false;
    }
    long longest = Math.min(LONGEST_MS, FIRST_MS << (tried - 1));
    long pause = longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2 + 1);
    tried++;
    listener.on(
        new Event.Remark(
            "a lock was not to be had in time"
                + (failed.place() == null ? "" : " (" + failed.place() + ")")
                + "; rolled back, try "
                + tried
                + " of "
                + settings.tries()
                + " in "
                + pause
                + " ms"));
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserError(RunProblems.interrupted(), e);
    }
    return true;
  }
}
