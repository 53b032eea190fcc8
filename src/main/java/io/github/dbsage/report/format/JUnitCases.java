package io.github.dbsage.report.format;

import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Report;
import io.github.dbsage.model.Severity;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.model.StepReport.State;
import io.github.dbsage.model.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What of a report are test cases: each step, each finding that fails it, and the goal itself, so
 * that none has no case. A goal that passed has no failure, whatever it found.
 */
final class JUnitCases {

  private final Report report;

  JUnitCases(Report report) {
    this.report = report;
  }

  /** How a case went. */
  enum Verdict {
    PASSED,
    SKIPPED,
    FAILURE,
    ERROR
  }

  /**
   * A test case.
   *
   * @param type a code; empty where it passed or was skipped
   * @param message one sentence; empty where it passed
   * @param text all that is to be said
   */
  record Case(String name, long ms, Verdict verdict, String type, String message, String text) {}

  /** The goal first, then the steps in their order, then the findings. */
  List<Case> all() {
    List<Case> cases = new ArrayList<>();
    Problem error = report.error();
    StepReport guilty = guilty();
    boolean told =
        error != null
            && (guilty != null
                || report.steps().stream().anyMatch(step -> error.equals(step.error())));
    cases.add(
        error == null || told
            ? new Case(report.goal(), 0, Verdict.PASSED, "", "", "")
            : failed(report.goal(), 0, Verdict.ERROR, error));
    for (StepReport step : report.steps()) {
      cases.add(of(step, step.equals(guilty) ? error : step.error()));
    }
    failing().forEach(finding -> cases.add(of(finding)));
    return cases;
  }

  /** What was found and fails nothing, a line each. */
  String asides() {
    List<Finding> failing = failing();
    return report.findings().stream()
        .filter(finding -> !failing.contains(finding))
        .map(
            finding ->
                "%s %s at %s: %s"
                    .formatted(
                        finding.severity().label(),
                        finding.rule(),
                        finding.where(),
                        finding.message()))
        .collect(Collectors.joining("\n"));
  }

  /** The step that ended the goal early; checks say for themselves why they failed. */
  private @Nullable StepReport guilty() {
    return report.steps().stream()
        .filter(step -> step.state() == State.FAILED && step.error() == null)
        .reduce((first, second) -> second)
        .filter(step -> report.error() != null)
        .orElse(null);
  }

  /** Errors; where there are none and nothing else failed it, the user asked for warnings. */
  private List<Finding> failing() {
    if (report.passed()) {
      return List.of();
    }
    List<Finding> errors = found(Severity.ERROR);
    return errors.isEmpty() && report.error() == null ? found(Severity.WARNING) : errors;
  }

  private List<Finding> found(Severity severity) {
    return report.findings().stream().filter(one -> one.severity() == severity).toList();
  }

  private Case of(StepReport step, @Nullable Problem error) {
    Version version = step.version();
    String name = version == null ? step.name() : version + "_" + step.name();
    Long took = step.executionTimeMs();
    long ms = took == null ? 0 : took;
    boolean judged = report.goal().equals("validate-plan");
    return switch (step.state()) {
      case APPLIED, RESUMED, ROLLED_BACK -> new Case(name, ms, Verdict.PASSED, "", "", "");
      case PENDING ->
          new Case(name, ms, judged ? Verdict.PASSED : Verdict.SKIPPED, "", "pending", "");
      case SKIPPED, WAITING -> new Case(name, ms, Verdict.SKIPPED, "", step.state().label(), "");
      case FAILED ->
          error == null
              ? new Case(name, ms, failedAs(), "FAILED", "It failed.", "")
              : failed(name, ms, Verdict.FAILURE, error);
    };
  }

  /** A goal that only tells of what failed before passes. */
  private Verdict failedAs() {
    return report.passed() ? Verdict.SKIPPED : Verdict.FAILURE;
  }

  private static Case failed(String name, long ms, Verdict verdict, Problem problem) {
    String sqlState = problem.sqlState();
    Place where = problem.where();
    String text =
        lines(
            problem.what() + (sqlState == null ? "" : " (SQLSTATE " + sqlState + ")"),
            where == null ? null : "at " + where,
            labelled("Detail: ", problem.why()),
            labelled("Hint: ", problem.hint()),
            labelled("Fix: ", problem.fix()));
    return new Case(name, ms, verdict, problem.code(), problem.what(), text);
  }

  private static Case of(Finding finding) {
    String text =
        lines(
            finding.message(),
            "at " + finding.where(),
            labelled("Effect: ", finding.effect()),
            labelled("Fix: ", finding.fix()));
    return new Case(
        finding.rule() + " at " + finding.where(),
        0,
        Verdict.FAILURE,
        finding.rule(),
        finding.message(),
        text);
  }

  private static @Nullable String labelled(String label, @Nullable String text) {
    return text == null ? null : label + text;
  }

  private static String lines(@Nullable String... lines) {
    List<String> some = new ArrayList<>();
    for (String line : lines) {
      if (line != null) {
        some.add(line);
      }
    }
    return String.join("\n", some);
  }
}
