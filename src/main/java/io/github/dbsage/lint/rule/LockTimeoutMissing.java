package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;

/** A lock_timeout that the file takes away. */
final class LockTimeoutMissing implements Rule {

  @Override
  public About about() {
    return new About(
        "LOCK_TIMEOUT_MISSING",
        Severity.INFO,
        "The file takes lock_timeout away from a statement that locks a table",
        "While it waits for its lock, everybody who wants the table queues behind it: one long"
            + " query of somebody else stops them all.",
        "A file that says nothing: the plugin sets lock_timeout before each statement and tries"
            + " again. RESET gives it back to the plugin; SET LOCAL ends with its transaction, and"
            + " outside of one it sets nothing. CONCURRENTLY holds up nobody while it waits.",
        "Leave lock_timeout to the plugin, or set one: SET LOCAL lock_timeout = '2s'.");
  }

  @Override
  public void judge(Scene scene) {
    String fix =
        "Leave that out: the plugin sets 2 s and tries again. Or set another limit in front of the"
            + " statement: SET lock_timeout = '2s';";
    NoTimeout.judge(this, scene, "lock_timeout", scene.timeouts().lock(), fix);
  }
}
