package io.github.dbsage.run;

import io.github.dbsage.model.Event;
import io.github.dbsage.model.Listener;
import io.github.dbsage.model.UserError;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Decides whether a transaction that was rolled back is tried again, and waits before it: only
 * where it could not get a lock in time (55P03) or the server ended a deadlock by it (40P01), with
 * pauses that grow and jitter, holding nothing.
 */
final class Backoff {

  private static final String LOCK_NOT_AVAILABLE = "55P03";
  private static final String DEADLOCK_DETECTED = "40P01";
  private static final long FIRST_MS = 200;
  private static final long LONGEST_MS = 10_000;

  private final Settings settings;
  private final Listener listener;
  private final Watch watch;
  private final Budget budget;
  private int tried = 1;

  Backoff(Settings settings, Listener listener, Watch watch, Budget budget) {
    this.settings = settings;
    this.listener = listener;
    this.watch = watch;
    this.budget = budget;
  }

  /** Whether to try again; where so, the pause is over. */
  boolean again(StatementFailed failed) {
    boolean deadlock = failed.failure().is(DEADLOCK_DETECTED);
    if (!(deadlock || failed.failure().is(LOCK_NOT_AVAILABLE)) || tried >= settings.tries()) {
      return false;
    }
    long longest = Math.min(LONGEST_MS, FIRST_MS << (tried - 1));
    long pause = longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2 + 1);
    tried++;
    String what =
        deadlock
            ? "the server ended a deadlock by cancelling this statement"
            : "a lock was not to be had in time";
    String place = failed.place() == null ? "" : " (" + failed.place() + ")";
    String held =
        watch.blockers().isEmpty() ? "" : "; it is held by " + Blocker.brief(watch.blockers());
    listener.on(
        new Event.Remark(
            "%s%s%s; rolled back, try %d of %d in %d ms"
                .formatted(what, place, held, tried, settings.tries(), pause)));
    watch.tellBudget(budget);
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserError(RunProblems.interrupted(), e);
    }
    return true;
  }
}
