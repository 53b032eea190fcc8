package io.github.dbsage.app;

import io.github.dbsage.model.Event;
import io.github.dbsage.model.Step;
import io.github.dbsage.plan.LeftOut;
import io.github.dbsage.plan.Project;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Says which statements of the migrations are not run, and why. */
final class Omissions {

  /** Files that are named one by one. */
  private static final int MOST = 5;

  private Omissions() {}

  /** Remarks on what is not run of some steps. */
  static void tell(GoalRun run, Project project, Predicate<Step> told) {
    Map<String, List<LeftOut>> byFile =
        project.leftOut().stream()
            .filter(one -> isOf(one, project, told))
            .collect(
                Collectors.groupingBy(
                    one -> one.at().file(), LinkedHashMap::new, Collectors.toList()));
    int more = byFile.size() - MOST;
    byFile.entrySet().stream()
        .limit(MOST)
        .map(file -> remark(file.getKey(), file.getValue()))
        .forEach(remark -> run.listener().on(new Event.Remark(remark)));
    if (more > 0) {
      run.listener()
          .on(new Event.Remark("and so in " + more + (more == 1 ? " more file" : " more files")));
    }
  }

  private static boolean isOf(LeftOut one, Project project, Predicate<Step> told) {
    return project.steps().stream()
        .anyMatch(step -> step.version().equals(one.version()) && told.test(step));
  }

  private static String remark(String file, List<LeftOut> leftOut) {
    return file
        + ": the plugin keeps this record itself, so these are not run: "
        + leftOut.stream()
            .map(one -> one.what() + " (line " + one.at().line() + ")")
            .collect(Collectors.joining(", "));
  }
}
