package io.github.dbsage.history;

import io.github.dbsage.model.Event;
import io.github.dbsage.model.Listener;
import io.github.dbsage.model.UserError;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Waits for the run lock by asking for it again and again, and tells whom it waits for. */
final class Turn {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration TELL_AGAIN = Duration.ofSeconds(10);

  private Turn() {}

  /**
   * Who has the run lock.
   *
   * @param leased whether by a lease, which no end of a session frees
   */
  record Holder(String words, boolean leased) {}

  /** Tries to take the run lock; says who has it where that fails. */
  @FunctionalInterface
  interface Attempt {
    /** Null once it is ours. */
    @Nullable Holder take();
  }

  /**
   * Returns once the attempt succeeds.
   *
   * @throws UserError when it did not within the time, or the thread was interrupted
   */
  static void await(Attempt attempt, Duration timeout, Listener listener) {
    await(attempt, () -> false, timeout, listener);
  }

  /**
   * The same, but gives up once it is not needed any more.
   *
   * @param needless asked before each try
   * @return whether it is ours
   */
  static boolean await(
      Attempt attempt, BooleanSupplier needless, Duration timeout, Listener listener) {
    long start = System.nanoTime();
    long told = -TELL_AGAIN.toNanos();
    Duration pause = FIRST_PAUSE;
    while (!needless.getAsBoolean()) {
      Holder holder = attempt.take();
      if (holder == null) {
        return true;
      }
      Duration waited = Duration.ofNanos(System.nanoTime() - start);
      if (waited.compareTo(timeout) >= 0) {
        throw new UserError(HistoryProblems.lockTimeout(holder, waited));
      }
      if (waited.toNanos() - told >= TELL_AGAIN.toNanos()) {
        listener.on(new Event.LockAwaited(holder.words(), waited));
        told = waited.toNanos();
      }
      pause(pause);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
              ? LONGEST_PAUSE
              : pause.multipliedBy(2);
    }
    return false;
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserError(HistoryProblems.interrupted(), e);
    }
  }
}
