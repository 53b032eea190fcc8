package io.github.dbsage.app;

import io.github.dbsage.model.BackfillStep;
import io.github.dbsage.model.UserError;
import io.github.dbsage.plan.Project;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which of a project's backfills is meant. */
record BackfillChoice(Project project, Drift drift) {

  /**
   * The one of a name, or the only pending one.
   *
   * @param name the job's, the version, or the file's; or null
   * @return null where none is named and none is pending
   * @throws UserError where the name is unknown, or none is named and there are several
   */
  @Nullable BackfillStep of(@Nullable String name) {
    List<BackfillStep> all =
        project.steps().stream()
            .filter(BackfillStep.class::isInstance)
            .map(BackfillStep.class::cast)
            .toList();
    if (name == null) {
      List<BackfillStep> pending =
          all.stream().filter(step -> !drift.isApplied(step.version())).toList();
      if (pending.size() > 1) {
        throw new UserError(BackfillProblems.several(names(pending)));
      }
      return pending.isEmpty() ? null : pending.get(0);
    }
    String wanted = name.strip();
    return all.stream()
        .filter(step -> calls(step).anyMatch(wanted::equals))
        .findFirst()
        .orElseThrow(() -> new UserError(BackfillProblems.unknown(wanted, names(all))));
  }

  private static List<String> names(List<BackfillStep> steps) {
    return steps.stream().map(step -> step.spec().name()).toList();
  }

  /** What people call it. */
  private static Stream<String> calls(BackfillStep step) {
    String file = step.source().file();
    return Stream.of(
        step.spec().name(),
        step.version().digits(),
        step.name(),
        step.title(),
        file.substring(file.lastIndexOf('/') + 1));
  }
}
