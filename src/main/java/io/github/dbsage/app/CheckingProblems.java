package io.github.dbsage.app;

import io.github.dbsage.model.CheckStep;
import io.github.dbsage.model.Choices;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Problem;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is to be said of checks that are not run, and of what they are measured by. */
final class CheckingProblems {

  private CheckingProblems() {}

  static Finding empty(CheckStep step) {
    return Finding.error(
        "CHECK_STATEMENT",
        step.query().sqlAt(),
        "The check " + step.name() + " has no SQL.",
        "Write the query that it sends.");
  }

  static Finding notOne(CheckStep step, String fault) {
    return Finding.error(
        "CHECK_STATEMENT",
        step.query().sqlAt(),
        "The check " + step.name() + " is not one statement: there is " + fault + ".",
        "Write one statement; several are several checks.");
  }

  static Finding otherStatement(CheckStep step, String word, boolean smoke) {
    String verb = word.toUpperCase(Locale.ROOT);
    return Finding.error(
        "CHECK_STATEMENT",
        step.query().sqlAt(),
        "The check %s begins with %s, and %s."
            .formatted(
                step.name(), verb, smoke ? "a smoke test is a query" : "no check can be that"),
        smoke
            ? "Write a query: SELECT, VALUES, TABLE or WITH."
            : "Write SELECT, VALUES, TABLE, WITH, INSERT, UPDATE, DELETE or MERGE.");
  }

  /** A finding as what ends a goal. */
  static Problem refused(Finding finding) {
    return Problem.of(finding.rule(), finding.message(), finding.where(), finding.fix());
  }

  static Problem unknown(String name, Collection<String> known) {
    return Problem.of(
        "CHECK_UNKNOWN",
        "No plan has a check " + name + Choices.didYouMean(name, known) + ".",
        null,
        known.isEmpty()
            ? "Write it into the plan's testing section."
            : "Name one of " + String.join(", ", known) + ", or leave it out to run all.");
  }

  static Problem baselineMissing(String file) {
    return Problem.of(
        "BASELINE_FILE",
        "There is no file " + file + ", which -Ddbsage.from names.",
        null,
        "Record one with -Ddbsage.to=" + file);
  }

  static Problem baselineForeign(String file) {
    return Problem.of(
        "BASELINE_FILE",
        file + " is no baseline of EXPLAIN checks.",
        null,
        "Record it anew with -Ddbsage.to=" + file);
  }

  static Problem baselinePath(String property, String name) {
    return Problem.of(
        "BASELINE_FILE", property + "=" + name + " is no file name.", null, "Name a file.");
  }

  static Problem baselineNotWritten(String file, @Nullable String why) {
    return Problem.of(
            "BASELINE_FILE",
            "The baseline was not written to " + file + ".",
            null,
            "Look whether the folder can be written to, then run the goal again.")
        .because(why);
  }
}
