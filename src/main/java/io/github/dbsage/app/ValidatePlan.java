package io.github.dbsage.app;

import io.github.dbsage.lint.Server;
import io.github.dbsage.model.Event;
import io.github.dbsage.plan.Project;
import io.github.dbsage.sql.tree.Grammar;
import io.github.dbsage.sql.tree.TreeCache;

/**
 * The goal {@code validate-plan}: reads the project and reports everything that is wrong with it.
 */
public final class ValidatePlan {

  private ValidatePlan() {}

  /**
   * What is asked for.
   *
   * @param judgement what fails it
   */
  public record Request(Context context, Judging judging, Judgement judgement) {}

  /** Runs the goal; needs no database. */
  public static Outcome run(Request request) {
    return GoalRun.of(
        "validate-plan",
        request.context(),
        request.judgement(),
        run -> {
          Project project = run.project();
          project.steps().forEach(step -> run.add(Apply.pendingReport(step)));
          try (Grammar grammar = new Grammar(new TreeCache(null))) {
            Linting.of(project, step -> true, false, Server.ANY, grammar)
                .findings()
                .forEach(run::add);
          }
          run.listener().on(new Event.Remark("Migrations read: " + project.steps().size()));
        });
  }
}
