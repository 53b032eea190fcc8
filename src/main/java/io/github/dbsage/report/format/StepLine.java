package io.github.dbsage.report.format;

import io.github.dbsage.model.StepReport;
import io.github.dbsage.model.StepReport.State;
import io.github.dbsage.model.Version;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The one line that says what became of a step. */
record StepLine(Marks marks, Paint paint) {

  private static final int TITLE_WIDTH = 46;
  private static final int STATEMENTS_WIDTH = 14;

  /**
   * The line.
   *
   * @param resumedAt the first statement that ran
   */
  String of(StepReport step, int resumedAt) {
    Version version = step.version();
    String title = Cells.harmless(version == null ? step.name() : version + "_" + step.name());
    String statements =
        step.kind() == StepReport.Kind.SQL ? Words.count(step.statementCount(), "statement") : "";
    return "  %s %s%s"
        .formatted(
            mark(step.state()),
            Cells.left(title, TITLE_WIDTH),
            paint.quiet(
                Cells.right(statements, STATEMENTS_WIDTH) + "  " + outcome(step, resumedAt)));
  }

  private String mark(State state) {
    return switch (state) {
      case APPLIED -> paint.good(marks.applied);
      case RESUMED -> paint.good(marks.resumed);
      case FAILED -> paint.bad(marks.failed);
      case SKIPPED -> paint.quiet(marks.skipped);
      case PENDING -> paint.quiet(marks.pending);
      case WAITING -> paint.doubtful(marks.waiting);
      case ROLLED_BACK -> paint.good(marks.rolledBack);
    };
  }

  private static String outcome(StepReport step, int resumedAt) {
    String time = time(step.executionTimeMs());
    return switch (step.state()) {
      case APPLIED -> time.isEmpty() ? "applied" : time;
      case RESUMED -> resumed(time, resumedAt);
      case FAILED -> time.isEmpty() ? "failed" : "failed after " + time;
      case SKIPPED -> "skipped";
      case PENDING -> "pending";
      case WAITING -> "waiting";
      case ROLLED_BACK -> ("rolled back " + time).strip();
    };
  }

  private static String resumed(String time, int resumedAt) {
    return resumedAt > 1 && !time.isEmpty()
        ? time + ", from statement " + resumedAt + " on"
        : ("resumed " + time).strip();
  }

  private static String time(@Nullable Long ms) {
    return ms == null ? "" : Words.time(Duration.ofMillis(ms));
  }
}
