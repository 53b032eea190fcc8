package io.github.dbsage.app;

import io.github.dbsage.model.Problem;
import io.github.dbsage.plan.Project;
import io.github.dbsage.plan.ProjectRequest;
import java.nio.file.Path;
import java.util.List;

/** Tells whether there is a project at all, before a goal is begun. */
public final class Projects {

  private Projects() {}

  /** Whether the context's folder holds migrations, or names a folder for them. */
  public static boolean exists(Context context) {
    return Project.locate(request(context)) != null;
  }

  /** Whether another folder of the same build holds migrations. */
  public static boolean exists(Context context, Path baseDirectory) {
    return Project.locate(
            new ProjectRequest(
                baseDirectory, null, context.placeholders(), context.expandPlaceholders()))
        != null;
  }

  /**
   * What to say where there are none.
   *
   * @param modules of the same build that have some, as Maven's {@code -pl} takes them
   */
  public static Problem missing(String goal, List<String> modules) {
    return modules.isEmpty() ? AppProblems.noProject() : AppProblems.elsewhere(goal, modules);
  }

  static ProjectRequest request(Context context) {
    return new ProjectRequest(
        context.baseDirectory(),
        context.directory(),
        context.placeholders(),
        context.expandPlaceholders());
  }
}
