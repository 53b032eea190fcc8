package io.github.dbsage.app;

import io.github.dbsage.model.Step;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.Project;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Versions up to which an adopted database stands. */
final class Baseline {

  private Baseline() {}

  /** A version before all files: that of the first one's day, or of today where there is none. */
  static Version before(@Nullable Project project) {
    if (project == null || project.steps().isEmpty()) {
      String today =
          LocalDate.now(ZoneOffset.UTC)
              .format(DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT));
      return new Version(today + "000000");
    }
    Version first = project.steps().get(0).version();
    Version midnight = new Version(first.digits().substring(0, 8) + "000000");
    if (midnight.compareTo(first) < 0) {
      return midnight;
    }
    long one = Math.max(0, Long.parseLong(first.digits()) - 1);
    return new Version(String.format(Locale.ROOT, "%014d", one));
  }

  /** A file that counts as applied without having been run. */
  static StepReport report(Step step) {
    StepReport pending = Apply.pendingReport(step);
    return new StepReport(
        step.version(),
        step.name(),
        pending.kind(),
        StepReport.State.SKIPPED,
        pending.statementCount(),
        pending.statements(),
        null,
        null);
  }
}
