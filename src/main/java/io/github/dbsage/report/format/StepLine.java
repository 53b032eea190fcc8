package io.github.dbsage.report.format;

import io.github.dbsage.model.BackfillReport;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.model.StepReport.RollbackState;
import io.github.dbsage.model.StepReport.State;
import io.github.dbsage.model.Version;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one line that says what became of a step. */
record StepLine(Marks marks, Paint paint) {

  private static final String READER = "SELECT";
  private static final String WRITER = "INSERT";
  private static final int MOST_LOCKS = 5;
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
    BackfillReport backfill = step.backfill();
    String statements =
        step.kind() == StepReport.Kind.SQL
            ? Words.count(step.statementCount(), "statement")
            : backfill == null ? "" : BackfillLines.rows(backfill);
    return "  %s %s%s"
            .formatted(
                mark(step.state()),
                Cells.left(title, TITLE_WIDTH),
                paint.quiet(
                    Cells.right(statements, STATEMENTS_WIDTH) + "  " + outcome(step, resumedAt)))
        + wayBack(step.rollback());
  }

  /** The locks that readers or writers of a table have to wait for, the strongest ones. */
  List<String> locks(StepReport step) {
    return step.locks().stream()
        .filter(lock -> lock.blocks().contains(WRITER))
        .limit(MOST_LOCKS)
        .map(
            lock ->
                paint.quiet(
                    "      line %d: %s on %s, blocks %s"
                        .formatted(
                            lock.line(),
                            lock.mode(),
                            Cells.harmless(lock.relation()),
                            lock.blocks().contains(READER) ? "reads and writes" : "writes")))
        .toList();
  }

  private String wayBack(@Nullable RollbackState state) {
    if (state == null) {
      return "";
    }
    return switch (state) {
      case PROVEN -> paint.quiet(", rollback proven");
      case DIFFERS -> paint.quiet(", ") + paint.doubtful("rollback differs");
      case MISSING -> paint.quiet(", no rollback");
      case FORWARD_ONLY -> paint.quiet(", forward-only");
    };
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
