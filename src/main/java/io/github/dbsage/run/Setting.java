package io.github.dbsage.run;

import io.github.dbsage.sql.SettingChange;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one timeout of a session: whether the file has set it, else what we have.
 *
 * @param theirs whether the file has set it for the session
 * @param session what we have set for the session; null where the file has
 * @param theirsLocal whether the file has set it for this transaction
 * @param local what we have set for this transaction, or null
 */
record Setting(
    boolean theirs, @Nullable Duration session, boolean theirsLocal, @Nullable Duration local) {

  /** What {@code Database} opens its sessions with, and RESET returns to. */
  static final Setting AT_START = new Setting(false, Duration.ZERO, false, null);

  /** Whether the file's own value is in force. */
  boolean isTheirs() {
    return theirsLocal || (local == null && theirs);
  }

  /** What is in force of ours, or null. */
  @Nullable Duration ours() {
    return isTheirs() ? null : local == null ? session : local;
  }

  /** We set it: within a transaction for this alone. */
  Setting set(Duration value, boolean inTransaction) {
    return inTransaction
        ? new Setting(theirs, session, false, value)
        : new Setting(false, value, false, null);
  }

  /** The file changes it; SET LOCAL outside of a transaction does nothing. */
  Setting changed(SettingChange change, boolean inTransaction) {
    if (change.local()) {
      return !inTransaction
          ? this
          : change.toDefault()
              ? new Setting(theirs, session, false, Duration.ZERO)
              : new Setting(theirs, session, true, null);
    }
    return change.toDefault() ? AT_START : new Setting(true, null, false, null);
  }

  /** A transaction was committed. */
  Setting committed() {
    return new Setting(theirs, session, false, null);
  }
}
