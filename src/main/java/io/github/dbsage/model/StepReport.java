package io.github.dbsage.model;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of one step.
 *
 * @param version null for a step that has none (a gate, a check)
 * @param statementCount of the file; for a skipped or pending step too
 * @param statements those that ran in this run, in order; long files list the first ones only
 * @param executionTimeMs milliseconds, null where nothing ran
 * @param rollbackDiff how the schema differs behind the way back from what it was; null where it
 *     does not, or nobody looked
 * @param locks the strongest one on each table that was there before, as a dry run saw them
 * @param backfill how a backfill went; null for all else
 * @param standing its file beside the database's record; null where they were not compared
 * @param error why a check does not hold; null for all else
 */
public record StepReport(
    @Nullable Version version,
    String name,
    Kind kind,
    State state,
    int statementCount,
    List<StatementReport> statements,
    @Nullable Long executionTimeMs,
    @Nullable RollbackState rollback,
    @Nullable String rollbackDiff,
    List<HeldLock> locks,
    @Nullable BackfillReport backfill,
    @Nullable Standing standing,
    @Nullable Problem error) {

  public StepReport {
    statements = List.copyOf(statements);
    locks = List.copyOf(locks);
  }

  /** One that is no check. */
  public StepReport(
      @Nullable Version version,
      String name,
      Kind kind,
      State state,
      int statementCount,
      List<StatementReport> statements,
      @Nullable Long executionTimeMs,
      @Nullable RollbackState rollback,
      @Nullable String rollbackDiff,
      List<HeldLock> locks,
      @Nullable BackfillReport backfill,
      @Nullable Standing standing) {
    this(
        version,
        name,
        kind,
        state,
        statementCount,
        statements,
        executionTimeMs,
        rollback,
        rollbackDiff,
        locks,
        backfill,
        standing,
        null);
  }

  /** A check that was run. */
  public static StepReport check(String name, long ms, @Nullable Problem error) {
    return new StepReport(
        null,
        name,
        Kind.CHECK,
        error == null ? State.APPLIED : State.FAILED,
        1,
        List.of(),
        ms,
        null,
        null,
        List.of(),
        null,
        null,
        error);
  }

  /** A gate: applied where it was opened now, skipped where it is open, else waiting. */
  public static StepReport gate(String name, State state) {
    return new StepReport(null, name, Kind.GATE, state, 0, List.of(), null, null);
  }

  /** One that is no backfill, or none that ran. */
  public StepReport(
      @Nullable Version version,
      String name,
      Kind kind,
      State state,
      int statementCount,
      List<StatementReport> statements,
      @Nullable Long executionTimeMs,
      @Nullable RollbackState rollback,
      @Nullable String rollbackDiff,
      List<HeldLock> locks,
      @Nullable Standing standing) {
    this(
        version,
        name,
        kind,
        state,
        statementCount,
        statements,
        executionTimeMs,
        rollback,
        rollbackDiff,
        locks,
        null,
        standing);
  }

  /** One whose way back was not tried. */
  public StepReport(
      @Nullable Version version,
      String name,
      Kind kind,
      State state,
      int statementCount,
      List<StatementReport> statements,
      @Nullable Long executionTimeMs,
      @Nullable RollbackState rollback,
      @Nullable Standing standing) {
    this(
        version,
        name,
        kind,
        state,
        statementCount,
        statements,
        executionTimeMs,
        rollback,
        null,
        List.of(),
        standing);
  }

  /** One that was not compared with a record. */
  public StepReport(
      @Nullable Version version,
      String name,
      Kind kind,
      State state,
      int statementCount,
      List<StatementReport> statements,
      @Nullable Long executionTimeMs,
      @Nullable RollbackState rollback) {
    this(version, name, kind, state, statementCount, statements, executionTimeMs, rollback, null);
  }

  /** What a step is. */
  public enum Kind {
    SQL,
    BACKFILL,
    GATE,
    CHECK;

    /** The name in reports: lower case. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What became of it. */
  public enum State {
    APPLIED,
    SKIPPED,
    FAILED,
    PENDING,
    RESUMED,
    WAITING,
    ROLLED_BACK;

    /** The name in reports: lower case. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What is known of the way back. */
  public enum RollbackState {
    PROVEN,
    DIFFERS,
    MISSING,
    FORWARD_ONLY;

    /** The name in reports: lower case, with a hyphen. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * One statement that ran.
   *
   * @param line where it starts in the file
   * @param sql its text, shortened, secrets redacted
   * @param ms milliseconds, null where it was sent in a batch with others
   * @param rows rows touched, null where the server gave no count
   * @param trace what a dry run saw it do; empty elsewhere
   */
  public record StatementReport(
      int line, String sql, @Nullable Long ms, @Nullable Long rows, StatementTrace trace) {

    /** One that nobody watched. */
    public StatementReport(int line, String sql, @Nullable Long ms, @Nullable Long rows) {
      this(line, sql, ms, rows, StatementTrace.NONE);
    }
  }

  /**
   * A lock on a table, and how long it was held.
   *
   * @param relation with its schema
   * @param mode as SQL writes it: {@code ACCESS EXCLUSIVE}
   * @param line of the statement that took it
   * @param ms milliseconds from there to the end of its transaction
   * @param blocks commands that wait meanwhile
   */
  public record HeldLock(String relation, String mode, int line, long ms, List<String> blocks) {

    public HeldLock {
      blocks = List.copyOf(blocks);
    }
  }
}
