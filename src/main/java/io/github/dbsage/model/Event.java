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

  /**
   * What will be done: how many steps out of how many known.
   *
   * @param waiting those that are pending too, but stand behind a closed gate
   */
  record Planned(int pending, int waiting, int known) implements Event {

    /** Where no step waits. */
    public Planned(int pending, int known) {
      this(pending, 0, known);
    }
  }

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

  /**
   * A statement waits for a lock; repeated now and then while it lasts.
   *
   * @param statement which one, in a few words: {@code line 3, ALTER TABLE …}
   * @param wanted what for: {@code ACCESS EXCLUSIVE on public.users}
   * @param holders who does not let it, each in a line
   * @param ending the SQL that would end them all, or null
   */
  record LockWait(
      String statement,
      String wanted,
      Duration waited,
      List<String> holders,
      @Nullable String ending)
      implements Event {
    public LockWait {
      holders = List.copyOf(holders);
    }
  }

  /**
   * Other sessions waited for locks because of a migration.
   *
   * @param sessions how many, as far as was seen
   * @param longest the longest wait that was seen
   */
  record Delayed(Version version, int sessions, Duration longest) implements Event {}

  /**
   * A statement takes its time; repeated at growing intervals.
   *
   * @param statement which one, in a few words
   * @param progress how far it is, where the server tells
   */
  record StillRunning(String statement, Duration took, @Nullable Progress progress)
      implements Event {}

  /**
   * How far a command has come.
   *
   * @param what {@code CREATE INDEX on public.orders}
   * @param phase as PostgreSQL calls it
   * @param total 0 where that is not known
   * @param unit what is counted: blocks, rows, transactions
   */
  record Progress(String what, String phase, long done, long total, String unit) {}

  /**
   * How far a backfill is; about once a second.
   *
   * @param job its name
   * @param rows changed so far, over all processes
   * @param fraction of the work that is behind it, 0 to 1
   * @param expected rows of the table, about; 0 where that is not known
   * @param rowsPerSecond of all processes, over the last seconds
   * @param left how long it will still take at that rate; null where nobody can tell
   * @param batch rows of a batch of this process
   * @param workers of this process that are at work
   * @param duty percent of the time that they work
   * @param held what holds it back, a sentence; null where nothing does
   */
  record BackfillProgress(
      String job,
      long rows,
      double fraction,
      long expected,
      long rowsPerSecond,
      @Nullable Duration left,
      int batch,
      int workers,
      int duty,
      @Nullable String held)
      implements Event {}

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
