package io.github.dbsage.app;

import io.github.dbsage.model.Choices;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import io.github.dbsage.plan.Suppression;
import java.util.Set;

/** What is to be said of how a project is judged. */
final class LintProblems {

  private LintProblems() {}

  static Finding syntax(Place where, String message) {
    return Finding.error(
        "SYNTAX",
        where,
        "PostgreSQL does not understand this: " + message + ".",
        "Mend it; it is judged by the grammar of PostgreSQL 18.");
  }

  static Finding unread(Place where) {
    return Finding.warning(
        "NOT_JUDGED",
        where,
        "the parser gave up on this, so it was not judged",
        "Judge it by hand, and tell us what it is.");
  }

  static Finding suppressionUnused(Suppression one, Set<String> known) {
    String message =
        known.contains(one.rule())
            ? "nothing of " + one.rule() + " is found " + scope(one)
            : one.rule() + " is no hazard" + Choices.didYouMean(one.rule(), known);
    return Finding.warning(
        "SUPPRESSION_UNUSED",
        one.at(),
        message,
        known.contains(one.rule())
            ? "Remove the directive: what it silences is not there."
            : "Write the id of a hazard, as a finding names it.");
  }

  private static String scope(Suppression one) {
    return one.statement() == null ? "in this file" : "in the statement behind it";
  }
}
