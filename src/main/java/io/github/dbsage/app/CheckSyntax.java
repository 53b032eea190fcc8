package io.github.dbsage.app;

import io.github.dbsage.model.CheckStep;
import io.github.dbsage.model.Finding;
import io.github.dbsage.plan.MigrationPlan;
import io.github.dbsage.plan.Project;
import io.github.dbsage.sql.Fragment;
import io.github.dbsage.sql.tree.Grammar;
import io.github.dbsage.sql.tree.Parsed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the SQL of checks: one statement each, of a kind that a check can be. */
final class CheckSyntax {

  private static final Set<String> QUERIES = Set.of("select", "values", "table", "with");

  private static final Set<String> WRITES = Set.of("insert", "update", "delete", "merge");

  private CheckSyntax() {}

  /** What is wrong with the checks of all plans. */
  static List<Finding> findings(Project project, Grammar grammar) {
    List<Finding> findings = new ArrayList<>();
    for (MigrationPlan plan : project.plans()) {
      for (CheckStep step : plan.testing().steps()) {
        Finding finding = finding(step, grammar);
        if (finding != null) {
          findings.add(finding);
        }
      }
    }
    return findings;
  }

  private static @Nullable Finding finding(CheckStep step, Grammar grammar) {
    Finding fault = fault(step);
    if (fault != null) {
      return fault;
    }
    Parsed parsed = grammar.parse(step.query().sql());
    if (parsed instanceof Parsed.Refusal refusal) {
      return LintProblems.syntax(step.query().sqlAt(), refusal.message());
    }
    return parsed instanceof Parsed.Unread ? LintProblems.unread(step.query().sqlAt()) : null;
  }

  /**
   * Why it must not be sent: whatever ends the transaction that a check stands in, or needs what a
   * check has not. Null where nothing is wrong.
   */
  static @Nullable Finding fault(CheckStep step) {
    Fragment fragment = Fragment.of(step.query().sql());
    if (fragment.isEmpty()) {
      return CheckingProblems.empty(step);
    }
    String fault = fragment.fault();
    if (fault != null) {
      return CheckingProblems.notOne(step, fault);
    }
    boolean smoke = step instanceof CheckStep.Smoke;
    String word = firstWord(fragment.canonical());
    return QUERIES.contains(word) || (!smoke && WRITES.contains(word))
        ? null
        : CheckingProblems.otherStatement(step, word, smoke);
  }

  private static String firstWord(String canonical) {
    String bare = canonical.replaceFirst("^[( ]+", "");
    return bare.split("[ \n]", 2)[0].toLowerCase(Locale.ROOT);
  }
}
