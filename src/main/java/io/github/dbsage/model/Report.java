package io.github.dbsage.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a goal has to say when it ends; {@code report.json} is this record.
 *
 * @param goal {@code apply}, {@code validate-plan}, …
 * @param database null where none was asked
 * @param suppressed findings that the files silence; they fail nothing
 * @param withdrawn findings that a dry run refutes; they fail nothing
 * @param hazards what the rules of these findings warn of; for formats that explain rules
 * @param drift how files and record contradict each other; null where they were not compared
 * @param history what the database's history says as a whole; null where it was not asked
 * @param snapshot what was found out about the schema; null where it was not asked
 * @param locks who met whom at a lock while migrations ran
 * @param error what ended the goal early, or null
 */
public record Report(
    String goal,
    boolean passed,
    @Nullable Waiting waiting,
    @Nullable DatabaseInfo database,
    List<StepReport> steps,
    List<Finding> findings,
    List<Suppressed> suppressed,
    List<Withdrawn> withdrawn,
    List<Hazard> hazards,
    @Nullable DriftReport drift,
    @Nullable HistoryReport history,
    @Nullable SnapshotReport snapshot,
    List<LockMeeting> locks,
    @Nullable Problem error) {

  public Report {
    steps = List.copyOf(steps);
    findings = List.copyOf(findings);
    suppressed = List.copyOf(suppressed);
    withdrawn = List.copyOf(withdrawn);
    hazards = List.copyOf(hazards);
    locks = List.copyOf(locks);
  }

  /** One in which nothing is suppressed. */
  public Report(
      String goal,
      boolean passed,
      @Nullable Waiting waiting,
      @Nullable DatabaseInfo database,
      List<StepReport> steps,
      List<Finding> findings,
      @Nullable DriftReport drift,
      @Nullable HistoryReport history,
      @Nullable Problem error) {
    this(
        goal, passed, waiting, database, steps, findings, List.of(), List.of(), List.of(), drift,
        history, null, List.of(), error);
  }

  /** One that compared nothing and asked no history. */
  public Report(
      String goal,
      boolean passed,
      @Nullable Waiting waiting,
      @Nullable DatabaseInfo database,
      List<StepReport> steps,
      List<Finding> findings,
      @Nullable Problem error) {
    this(goal, passed, waiting, database, steps, findings, null, null, error);
  }

  /** The same, failed by a problem. */
  public Report failedBy(Problem problem) {
    return new Report(
        goal,
        false,
        waiting,
        database,
        steps,
        findings,
        suppressed,
        withdrawn,
        hazards,
        drift,
        history,
        snapshot,
        locks,
        problem);
  }

  /** The gate that a run stopped in front of. */
  public record Waiting(String gate, String phase) {}
}
