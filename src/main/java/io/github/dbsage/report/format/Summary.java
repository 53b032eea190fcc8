package io.github.dbsage.report.format;

import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Report;
import io.github.dbsage.model.Severity;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.model.StepReport.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The sentence that a goal ends with. */
final class Summary {

  /** Goals that give a verdict; the others do something. */
  private static final Set<String> VERDICTS =
      Set.of("validate-plan", "verify-checksums", "dry-run", "smoke-test");

  private final Report report;
  private final String time;
  private final boolean back;
  private final long applied;
  private final long failed;
  private final long notRun;

  /**
   * Counts.
   *
   * @param planned how many steps were to run
   */
  Summary(Report report, Duration took, int planned) {
    this.report = report;
    this.time = Words.time(took);
    boolean applies = report.goal().equals("apply");
    this.back = report.goal().equals("rollback");
    this.applied =
        back ? count(State.ROLLED_BACK) : applies ? count(State.APPLIED) + count(State.RESUMED) : 0;
    this.failed = applies || back ? count(State.FAILED) : 0;
    this.notRun =
        back ? count(State.SKIPPED) : Math.max(count(State.PENDING), planned - applied - failed);
  }

  /** One sentence. */
  String sentence() {
    if (!report.passed()) {
      return report.goal() + " failed" + reasons() + ".";
    }
    if (applied > 0) {
      return (back ? "Rolled back " : "Applied ")
          + migrations(applied)
          + " in "
          + time
          + rest()
          + ".";
    }
    String verb = VERDICTS.contains(report.goal()) ? " passed" : " done";
    return report.goal() + verb + " in " + time + rest() + ".";
  }

  private String reasons() {
    List<String> parts = new ArrayList<>();
    if (applied + failed > 0) {
      parts.add(migrations(applied) + (back ? " rolled back" : " applied"));
      parts.add(failed + " failed");
      if (notRun > 0) {
        parts.add(notRun + " not run");
      }
    }
    parts.addAll(checks());
    parts.addAll(findings());
    parts.addAll(judged());
    return parts.isEmpty() ? " after " + time : ": " + String.join(", ", parts) + "; took " + time;
  }

  private String rest() {
    List<String> parts = new ArrayList<>(judged());
    parts.addAll(checks());
    if (applied > 0 && notRun > 0) {
      parts.add(notRun + " not run");
    }
    parts.addAll(findings());
    return parts.isEmpty() ? "" : ", " + String.join(", ", parts);
  }

  private List<String> findings() {
    List<String> parts = bySeverity(report.findings());
    if (!report.suppressed().isEmpty()) {
      parts.add(Words.number(report.suppressed().size()) + " suppressed");
    }
    if (!report.withdrawn().isEmpty()) {
      parts.add(Words.number(report.withdrawn().size()) + " refuted");
    }
    return parts;
  }

  /** {@code 2 errors}, {@code 1 info}; the worst first, nothing of what there is none. */
  static List<String> bySeverity(List<Finding> findings) {
    List<String> parts = new ArrayList<>();
    for (Severity severity : List.of(Severity.ERROR, Severity.WARNING, Severity.INFO)) {
      long count = findings.stream().map(Finding::severity).filter(severity::equals).count();
      if (count > 0) {
        parts.add(Words.count(count, severity.label()));
      }
    }
    return parts;
  }

  /** Migrations that are only read for what they leave behind are skipped. */
  private List<String> judged() {
    long files =
        report.steps().stream()
            .filter(step -> step.version() != null && step.state() != State.SKIPPED)
            .count();
    return report.goal().equals("validate-plan") && report.error() == null && files > 0
        ? List.of(Words.count(files, "file") + " judged")
        : List.of();
  }

  /** {@code 5 checks}, {@code 2 of 5 checks failed}. */
  private List<String> checks() {
    List<StepReport> checks =
        report.steps().stream().filter(step -> step.kind() == StepReport.Kind.CHECK).toList();
    long bad = checks.stream().filter(step -> step.state() == State.FAILED).count();
    if (checks.isEmpty()) {
      return List.of();
    }
    String all = Words.count(checks.size(), "check");
    return List.of(bad == 0 ? all : Words.number(bad) + " of " + all + " failed");
  }

  private long count(State state) {
    return report.steps().stream()
        .filter(step -> step.version() != null && step.state() == state)
        .count();
  }

  private static String migrations(long count) {
    return Words.count(count, "migration");
  }
}
