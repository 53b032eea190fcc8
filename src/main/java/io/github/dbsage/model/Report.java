package io.github.dbsage.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a goal has to say when it ends; {@code report.json} is this record.
 *
 * @param goal {@code apply}, {@code validate-plan}, …
 * @param database null where none was asked
 * @param error what ended the goal early, or null
 */
public record Report(
    String goal,
    boolean passed,
    @Nullable Waiting waiting,
    @Nullable DatabaseInfo database,
    List<StepReport> steps,
    List<Finding> findings,
    @Nullable Problem error) {

  public Report {
    steps = List.copyOf(steps);
    findings = List.copyOf(findings);
  }

  /** The gate that a run stopped in front of. */
  public record Waiting(String gate, String phase) {}
}
