package io.github.dbsage.model;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a migration stands: its file beside what a database recorded of it.
 *
 * @param local whether it has a file
 * @param recorded whether the database has a row of it
 * @param difference how an applied file was changed since, or null where it was not
 * @param outOfOrder whether it is pending while a newer one is applied
 * @param kind of the row: {@code sql}, {@code baseline}; null where there is no row
 * @param appliedAt ISO 8601 in UTC, to the second; of a failed one, when it was begun
 * @param appliedBy the role
 * @param toolVersion of the plugin that applied it
 * @param statementsDone how many statements of a migration that is not whole are done; null where
 *     it is whole, or runs in one transaction
 * @param notes what the row says, such as the error of a failed one
 * @param correction what was done to the record since, such as a rollback; null where nothing was
 */
public record Standing(
    boolean local,
    boolean recorded,
    State state,
    @Nullable Difference difference,
    boolean outOfOrder,
    WayBack wayBack,
    @Nullable String kind,
    @Nullable String appliedAt,
    @Nullable String appliedBy,
    @Nullable String toolVersion,
    @Nullable Integer statementsDone,
    @Nullable String notes,
    @Nullable String correction) {

  /** What became of it in the database. */
  public enum State {
    APPLIED,
    /** It was there before the tool came: the database was taken over at this version or later. */
    BASELINE,
    PENDING,
    FAILED,
    /** A runner is at it. */
    RUNNING,
    /** A runner was at it, and is gone. */
    INTERRUPTED,
    /** It was applied once and undone since, and is pending again. */
    ROLLED_BACK;

    /** The name in reports: lower case. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether nothing is left to do. */
    public boolean isApplied() {
      return this == APPLIED || this == BASELINE;
    }
  }

  /** What the record, or before it is applied the file, knows of the way back. */
  public enum WayBack {
    /** A script. */
    SCRIPT,
    /** The recorded script is another than the file's; the recorded one is what would run. */
    DIFFERS,
    /** The file has a script by now; the record has none, so none would run. */
    UNRECORDED,
    FORWARD_ONLY,
    NONE;

    /** The name in reports: lower case, with a hyphen. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Whether it is recorded, and its file is gone; a baseline never had one. */
  public boolean isMissing() {
    return recorded && !local && state != State.BASELINE;
  }

  /** Whether somebody should look at it. */
  public boolean needsAttention() {
    return difference != null
        || outOfOrder
        || isMissing()
        || !(state.isApplied() || state == State.PENDING);
  }
}
