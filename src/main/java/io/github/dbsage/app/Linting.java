package io.github.dbsage.app;

import io.github.dbsage.lint.Linter;
import io.github.dbsage.lint.Server;
import io.github.dbsage.lint.Subject;
import io.github.dbsage.lint.rule.Rules;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.UserError;
import io.github.dbsage.plan.Project;
import io.github.dbsage.sql.tree.Grammar;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Judges a project's migrations by the rules. */
final class Linting {

  private static final String TOGETHER = "together";

  private Linting() {}

  /**
   * Judges.
   *
   * @param judged which steps
   * @param together whether these are applied together, before anybody uses what they make
   */
  static Linter.Verdict of(
      Project project, Predicate<Step> judged, boolean together, Server server, Grammar grammar) {
    List<Subject> subjects = new ArrayList<>();
    for (Step step : project.steps()) {
      if (step instanceof SqlStep sql) {
        boolean wanted = judged.test(step);
        String batch = wanted && together ? TOGETHER : step.version().digits();
        subjects.add(new Subject(sql, wanted, batch, false));
      }
    }
    try {
      return new Linter(grammar, Rules.ALL, server).judge(subjects);
    } catch (IOException e) {
      throw new UserError(AppProblems.unreadable(e), e);
    }
  }
}
