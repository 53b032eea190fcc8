package io.github.dbsage.db;

import io.github.dbsage.model.Event;
import io.github.dbsage.model.Listener;
import io.github.dbsage.model.UserError;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often a connection that could not be had is tried again, with pauses that grow and jitter:
 * only where the reason may pass, and each time said.
 *
 * @param most 0 for never
 */
public record Retries(int most, Listener listener) {

  /** At the first failure it is over. */
  public static final Retries NONE = new Retries(0, event -> {});

  private static final long FIRST_MS = 500;
  private static final long LONGEST_MS = 10_000;

  /** Waits before a further try, from 1 on. */
  void pause(int number, ConnectFailure failure) {
    long longest = Math.min(LONGEST_MS, FIRST_MS << Math.min(number - 1, 10));
    long pause = longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2 + 1);
    String what = failure.problem().what();
    listener.on(
        new Event.Remark(
            String.format(
                Locale.ROOT, "%s Retry %d of %d in %.1f s", what, number, most, pause / 1000.0)));
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserError(DbProblems.stopped(), e);
    }
  }
}
