package io.github.dbsage.model;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happens while a goal runs, for whoever shows it. */
public sealed interface Event {

  /** The goal begins; nothing was read yet. */
  record GoalStarted(String goal) implements Event {}

  /** A connection is open. */
  record Connected(DatabaseInfo database) implements Event {}

  /**
   * The throw-away server runs.
   *
   * @param took from the goal's wish to its first accepted connection, downloads included
   */
  record ServerStarted(String version, int port, Duration took) implements Event {}

  /** Another runner holds the run lock; repeated now and then while it lasts. */
  record LockAwaited(String holder, Duration waited) implements Event {}

  /** What will be done: how many steps are pending out of how many known. */
  record Planned(int pending, int known) implements Event {}

  /**
   * A step begins.
   *
   * @param number from 1 within the pending ones
   * @param resumedAt the ordinal of the first statement that runs now, 1 unless a run is continued
   */
  record StepStarted(Step step, int number, int of, int statements, int resumedAt)
      implements Event {}

  /** A statement that runs by itself (outside a batch) begins. */
  record StatementStarted(Place where, String sql) implements Event {}

  /** What the server said meanwhile: NOTICE, WARNING, INFO. */
  record Notice(String severity, String message, @Nullable String detail) implements Event {}

  /** The tool did something by itself that a user should know: recovery, a retry, an override. */
  record Remark(String message) implements Event {}

  /** A step ended, in whichever way. */
  record StepEnded(StepReport step, @Nullable Problem error) implements Event {}

  /** A table for people: status, checksums. */
  record Table(List<String> header, List<List<String>> rows) implements Event {}

  /** The goal ended; the last event. */
  record GoalEnded(Report report, Duration took) implements Event {}
}
