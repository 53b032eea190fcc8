package io.github.dbsage.app;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.Session;
import io.github.dbsage.history.History;
import io.github.dbsage.history.Privileges;
import io.github.dbsage.history.Tables;
import io.github.dbsage.model.CheckStep;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.UserError;
import io.github.dbsage.plan.MigrationPlan;
import io.github.dbsage.plan.Phase;
import io.github.dbsage.plan.Project;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The goal {@code smoke-test}: the checks of all plans, none of which leaves anything behind. */
public final class SmokeTest {

  private SmokeTest() {}

  /**
   * What is asked for.
   *
   * @param name the only check to run, or null for all
   * @param from the file that EXPLAIN checks are compared with, or null for the project's own
   * @param to the file that their cost is recorded in, or null
   * @param statementTimeout for each check
   */
  public record Request(
      Context context,
      @Nullable String name,
      @Nullable String from,
      @Nullable String to,
      Duration statementTimeout) {}

  /** Runs the goal. */
  public static Outcome run(Request request) {
    return GoalRun.of("smoke-test", request.context(), run -> work(run, request));
  }

  private static void work(GoalRun run, Request request) {
    Project project = run.project();
    if (run.hasErrors()) {
      return; // A check that cannot be read would be left out in silence.
    }
    List<CheckStep> checks = checks(project, request.name());
    if (checks.isEmpty()) {
      run.listener()
          .on(new Event.Remark("No plan has checks (testing: smoke, rls, explain): none was run."));
      return;
    }
    Baselines baselines = Baselines.of(request.context(), request.from(), request.to());
    Database database = run.database();
    try (Session session = database.open()) {
      run.connected(database, session);
      List<CheckStep> due = request.name() == null ? due(run, session, project, checks) : checks;
      Checking.run(run, session, due, baselines, request.statementTimeout());
    }
  }

  /**
   * What a contract has dropped cannot be checked any more: the checks of its plan's phases end.
   */
  private static List<CheckStep> due(
      GoalRun run, Session session, Project project, List<CheckStep> checks) {
    Tables tables = new Tables(run.schema(project));
    Privileges.requireReadable(session, tables);
    Drift drift = new Drift(project, History.read(session, tables, tables.inspect(session)));
    Set<String> over = new LinkedHashSet<>();
    for (MigrationPlan plan : project.plans()) {
      List<Phase> phases = plan.zeroDowntime().phases();
      for (int i = 0; i < phases.size(); i++) {
        if (phases.get(i) instanceof Phase.Validate validate
            && Agenda.isContracted(phases.subList(i, phases.size()), drift::isApplied)) {
          validate.checks().forEach(check -> over.add(check.value()));
        }
      }
    }
    if (!over.isEmpty()) {
      run.listener()
          .on(
              new Event.Remark(
                  "not run, because the contract behind their phase is applied: "
                      + String.join(", ", over)));
    }
    return checks.stream().filter(check -> !over.contains(check.name())).toList();
  }

  private static List<CheckStep> checks(Project project, @Nullable String name) {
    List<CheckStep> all =
        project.plans().stream().flatMap(plan -> plan.testing().steps().stream()).toList();
    if (name == null) {
      return all;
    }
    List<CheckStep> named = all.stream().filter(step -> step.name().equals(name.strip())).toList();
    if (named.isEmpty()) {
      List<String> known = all.stream().map(CheckStep::name).distinct().toList();
      throw new UserError(CheckingProblems.unknown(name.strip(), known));
    }
    return named;
  }
}
