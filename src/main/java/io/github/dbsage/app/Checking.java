package io.github.dbsage.app;

import io.github.dbsage.check.Checker;
import io.github.dbsage.check.ExplainBaseline;
import io.github.dbsage.db.Database;
import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.CheckStep;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.plan.At;
import io.github.dbsage.plan.MigrationPlan;
import io.github.dbsage.plan.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs checks of a plan, all of them whatever comes of each. Use once. */
final class Checking {

  private final GoalRun run;
  private final Checker checker;
  private final Baselines baselines;
  private final Map<String, ExplainBaseline.Cost> measured = new TreeMap<>();

  private Checking(GoalRun run, Session session, Baselines baselines, Duration timeout) {
    this.run = run;
    this.checker = new Checker(session, timeout, run.redaction());
    this.baselines = baselines;
  }

  /** The checks that a phase names, in its order. */
  static List<CheckStep> of(MigrationPlan plan, Phase.Validate phase) {
    Map<String, CheckStep> known =
        plan.testing().steps().stream()
            .collect(Collectors.toMap(CheckStep::name, step -> step, (first, second) -> first));
    return phase.checks().stream()
        .map(At::value)
        .filter(known::containsKey)
        .map(known::get)
        .toList();
  }

  /**
   * Runs checks; what becomes of each is among the run's steps, and the first one that does not
   * hold is what fails the run.
   *
   * @return whether all of them hold
   */
  static boolean run(GoalRun run, Database database, List<CheckStep> checks) {
    if (checks.isEmpty()) {
      return true;
    }
    try (Session session = database.open()) {
      return run(run, session, checks, Baselines.usual(run.context()), Checker.USUAL_TIMEOUT);
    }
  }

  /** The same on a session that is in no transaction, and is reset. */
  static boolean run(
      GoalRun run, Session session, List<CheckStep> checks, Baselines baselines, Duration timeout) {
    Checking checking = new Checking(run, session, baselines, timeout);
    Problem first = null;
    for (CheckStep step : checks) {
      Problem error = checking.check(step);
      first = first == null ? error : first;
    }
    if (first != null) {
      run.fail(first);
    } else {
      checking.record();
    }
    return first == null;
  }

  private @Nullable Problem check(CheckStep step) {
    long start = System.nanoTime();
    Finding fault = CheckSyntax.fault(step);
    Checker.Result result =
        fault == null
            ? checker.check(step)
            : new Checker.Result(CheckingProblems.refused(fault), List.of());
    Problem error = result.error();
    if (error == null && step instanceof CheckStep.Explain explain) {
      error = measure(explain);
    }
    long ms = Duration.ofNanos(System.nanoTime() - start).toMillis();
    Problem clean = error == null ? null : run.redaction().redact(error);
    StepReport report = StepReport.check(step.name(), ms, clean);
    run.add(report);
    run.listener().on(new Event.StepEnded(report, clean));
    result.remarks().forEach(line -> run.listener().on(new Event.Remark(line)));
    return clean;
  }

  private @Nullable Problem measure(CheckStep.Explain step) {
    ExplainBaseline from = baselines.from();
    if (from == null && baselines.to() == null) {
      return null;
    }
    ExplainBaseline.Cost now;
    try {
      now = checker.cost(step);
    } catch (ServerFailure e) {
      if (e.connectionLost()) {
        throw e;
      }
      return AppProblems.server(e).at(step.query().sqlAt());
    }
    measured.put(ExplainBaseline.key(step), now);
    ExplainBaseline.Cost before = from == null ? null : from.costs().get(ExplainBaseline.key(step));
    if (from != null && before == null) {
      run.listener().on(new Event.Remark(step.name() + ": the baseline does not know it yet"));
    }
    return before == null ? null : ExplainBaseline.worse(step, before, now);
  }

  private void record() {
    if (baselines.to() == null) {
      return;
    }
    String file = Baselines.write(run.context(), baselines.to(), new ExplainBaseline(measured));
    run.listener()
        .on(new Event.Remark("The cost of " + measured.size() + " EXPLAIN checks is in " + file));
  }
}
