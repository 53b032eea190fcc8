package io.github.dbsage.app;

import io.github.dbsage.lint.Server;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.Project;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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
          Judging judging = request.judging();
          Predicate<Step> judged = judged(project, judging);
          project.steps().stream()
              .filter(judged)
              .forEach(step -> run.add(Apply.pendingReport(step)));
          run.lint(
              project,
              judged,
              judging.since() != null,
              server(judging.serverVersion()),
              judging.severities());
          Omissions.tell(run, project, judged);
          // For editors: a file can name them in a comment, whichever version of the plugin it is.
          Schemas.attach(run);
          run.listener().on(new Event.Remark(counted(project, judged)));
        });
  }

  /** Those from a version on, or those that were changed since a git revision; else all. */
  static Predicate<Step> judged(Project project, Judging judging) {
    Version first = judging.sinceVersion();
    if (first != null) {
      return step -> step.version().compareTo(first) >= 0;
    }
    String revision = judging.sinceRevision();
    if (revision != null) {
      Set<Version> changed = project.changedSince(revision);
      return step -> changed.contains(step.version());
    }
    return step -> true;
  }

  private static Server server(@Nullable Integer major) {
    return major == null ? Server.ANY : Server.of(major);
  }

  private static String counted(Project project, Predicate<Step> judged) {
    int all = project.steps().size();
    long some = project.steps().stream().filter(judged).count();
    return "Migrations read: " + all + (some == all ? "" : "; judged: " + some);
  }
}
