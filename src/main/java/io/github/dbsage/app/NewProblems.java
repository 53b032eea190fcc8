package io.github.dbsage.app;

import io.github.dbsage.model.Choices;
import io.github.dbsage.model.Problem;
import java.util.List;

/** What {@code new} has to say. */
final class NewProblems {

  static final String NOTHING =
      "Everything that the files make belongs to whom it should: nothing was written.";

  private NewProblems() {}

  static Problem noPattern(List<String> choices) {
    return Problem.of(
        "PARAMETER",
        "The goal new writes files from a pattern, and none was named.",
        null,
        "Add -Ddbsage.pattern= with one of: " + String.join(", ", choices) + ".");
  }

  static Problem unknownPattern(String name, List<String> choices) {
    return Problem.of(
        "PARAMETER",
        "dbsage.pattern=" + name + " is not known" + Choices.didYouMean(name, choices) + ".",
        null,
        "Write one of: " + String.join(", ", choices) + ".");
  }

  static Problem name(String name) {
    return Problem.of(
        "PARAMETER",
        "dbsage.name=" + name + " cannot be part of a migration's file name.",
        null,
        "Use letters, digits, _ and - only.");
  }

  static Problem noDatabase(String pattern) {
    return Problem.of(
        "NO_URL",
        "The pattern " + pattern + " looks who owns what in a database, and none was named.",
        null,
        "Add -Ddbsage.url=jdbc:postgresql://HOST:5432/DATABASE (with -Ddbsage.user and"
            + " -Ddbsage.password), or set DATABASE_URL.");
  }

  static Problem nothingApplied() {
    return Problem.of(
        "OWNERS_UNKNOWN",
        "No migration is applied to this database, so nothing in it is known to belong to the wrong"
            + " role.",
        null,
        "Run mvn dbsage:apply first.");
  }

  static Problem ownersUnknown() {
    return Problem.of(
        "OWNERS_UNKNOWN",
        "Who should own what is not known: the schema could not be compared with the files.",
        null,
        "The line above says why; correct that, and run the goal again.");
  }

  static String written(String file) {
    return "Wrote " + file + ": read it, then mvn dbsage:dry-run tries it.";
  }
}
