package io.github.dbsage.run;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who keeps a statement waiting, as far as our role may see it; without secrets.
 *
 * @param pid of its backend; 0 for a prepared transaction
 * @param who user, application and address: {@code user app, psql from 10.0.0.7}
 * @param doing what it does and for how long
 */
record Blocker(long pid, String who, String doing) {

  /** In a few words. */
  String brief() {
    return pid == 0 ? who : "pid " + pid + " (" + who + ")";
  }

  /** In a line. */
  String line() {
    return brief() + ": " + doing;
  }

  /** What to type to end them all; null where that is not for one statement to do. */
  static @Nullable String ending(List<Blocker> blockers) {
    String calls =
        blockers.stream()
            .filter(blocker -> blocker.pid() > 0)
            .map(blocker -> "pg_terminate_backend(" + blocker.pid() + ")")
            .collect(Collectors.joining(", "));
    return calls.isEmpty() ? null : "SELECT " + calls + ";";
  }

  /** Several in a few words. */
  static String brief(List<Blocker> blockers) {
    return blockers.stream().map(Blocker::brief).collect(Collectors.joining(", "));
  }
}
