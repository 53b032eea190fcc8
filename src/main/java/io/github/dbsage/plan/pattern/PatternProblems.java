package io.github.dbsage.plan.pattern;

import io.github.dbsage.model.Choices;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.TableFacts;
import io.github.dbsage.plan.ChangeParameter;

/** What patterns have to say. */
final class PatternProblems {

  private PatternProblems() {}

  static Problem noColumn(ChangeParameter parameter, String column, TableFacts table) {
    return Problem.of(
        "PATTERN",
        Sql.name(table.name())
            + " has no column "
            + column
            + Choices.didYouMean(column, table.columnNames())
            + ".",
        null,
        "Give " + parameter.property() + " one of: " + Sql.names(table.columnNames()) + ".");
  }

  static Problem columnExists(ChangeParameter parameter, String column, TableFacts table) {
    return Problem.of(
        "PATTERN",
        Sql.name(table.name()) + " has a column " + Sql.name(column) + " already.",
        null,
        "Give " + parameter.property() + " another name.");
  }
}
