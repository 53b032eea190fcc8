package io.github.dbsage.report.format;

import io.github.dbsage.model.Event;
import org.jspecify.annotations.Nullable;

/**
 * Which of the progress that is told about once a second is shown: the first, then at growing
 * intervals, and when something begins to hold the work back. Not thread-safe.
 */
final class Rhythm {

  private static final int[] PAUSES = {2, 5, 10, 30};

  /** What comes and goes must not fill the screen. */
  private static final int SHORTEST = 5;

  private @Nullable String job;
  private boolean held;
  private int pause;
  private int since;

  /** Whether this one is shown. */
  boolean shows(Event.BackfillProgress progress) {
    since++;
    boolean another = !progress.job().equals(job);
    boolean slows = progress.held() != null && !held;
    held = progress.held() != null;
    if (another) {
      job = progress.job();
      pause = 0;
      since = 0;
      return true;
    }
    if (since >= PAUSES[pause]) {
      pause = Math.min(pause + 1, PAUSES.length - 1);
      since = 0;
      return true;
    }
    if (slows && since >= SHORTEST) {
      since = 0;
      return true;
    }
    return false;
  }
}
