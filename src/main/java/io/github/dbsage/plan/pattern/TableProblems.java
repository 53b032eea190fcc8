package io.github.dbsage.plan.pattern;

import io.github.dbsage.model.Problem;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.TableFacts;
import io.github.dbsage.plan.ChangeParameter;
import java.util.List;

/** What patterns that change whole tables have to say. */
final class TableProblems {

  private static final String PATTERN = "PATTERN";

  private TableProblems() {}

  static Problem sameName(ChangeParameter parameter, QualifiedName table) {
    return Problem.of(
        PATTERN,
        Sql.name(table) + " is called that already.",
        null,
        "Give " + parameter.property() + " another name.");
  }

  static Problem factsUnknown(QualifiedName table) {
    return Problem.of(
        PATTERN,
        "What " + Sql.name(table) + " looks like is not known, and this change depends on it.",
        null,
        "Give -Ddbsage.url, or let a throw-away server run the files that make the table.");
  }

  /**
   * Something that the pattern does not do.
   *
   * @param what a sentence
   * @param why what would go wrong, a sentence
   * @param fix what to do instead
   */
  static Problem refused(String what, String why, String fix) {
    return Problem.of(PATTERN, what, null, fix).because(why);
  }

  static Problem noKey(QualifiedName table) {
    return refused(
        Sql.name(table) + " has no primary key.",
        "Without one nobody can tell which rows belong together.",
        "Give it one first: CREATE UNIQUE INDEX CONCURRENTLY, then ALTER TABLE ... ADD PRIMARY KEY"
            + " USING INDEX.");
  }

  static Problem partitioned(QualifiedName table) {
    return refused(
        Sql.name(table) + " is partitioned.",
        "This pattern writes triggers and keys for tables that are not.",
        "Write the change by hand, for each partition.");
  }

  static Problem rowSecurity(QualifiedName table) {
    return refused(
        Sql.name(table) + " has row security.",
        "The triggers that keep both tables alike would pass it by, and no policy would hold for"
            + " the other table.",
        "Write the change by hand, with policies for both tables.");
  }

  static Problem numbering(QualifiedName table, String column) {
    return refused(
        Sql.name(column) + " of " + Sql.name(table) + " is computed by the server.",
        "A column that is generated or numbers rows cannot hold what another one holds.",
        "Leave it where it is.");
  }

  static Problem inKey(QualifiedName table, String column) {
    return refused(
        Sql.name(column) + " belongs to the primary key of " + Sql.name(table) + ".",
        "Both tables have the key.",
        "Leave it out.");
  }

  static Problem tied(QualifiedName table, String constraint, List<String> columns) {
    return refused(
        "The constraint "
            + Sql.name(constraint)
            + " of "
            + Sql.name(table)
            + " needs "
            + Sql.names(columns)
            + " together.",
        "It cannot hold once they stand in different tables.",
        "Move all of them, or drop the constraint first.");
  }

  static Problem pointedTo(QualifiedName table, QualifiedName from, String key) {
    return refused(
        "The foreign key " + Sql.name(key) + " of " + Sql.name(from) + " points there.",
        "It would point to what goes.",
        "Let it point elsewhere first (pattern foreign-key), or drop it: "
            + Sql.name(table)
            + " has to stand alone.");
  }

  static Problem noLink(TableFacts whole, TableFacts part) {
    String table = Sql.name(part.name());
    return refused(
        "The primary key of "
            + table
            + " is no foreign key to that of "
            + Sql.name(whole.name())
            + " with ON DELETE CASCADE.",
        "Only that says that each row belongs to exactly one row of the other table, and goes with"
            + " it.",
        "Add it first, and validate it: ALTER TABLE "
            + table
            + " ADD FOREIGN KEY ("
            + Sql.names(part.primaryKey())
            + ") REFERENCES "
            + Sql.name(whole.name())
            + " ON DELETE CASCADE NOT VALID.");
  }

  static Problem nothingToMove(QualifiedName table) {
    return refused(
        Sql.name(table) + " has no column beside its primary key.",
        "There is nothing to move.",
        "Add a column that says whether there is such a row (pattern add-column).");
  }

  static Problem inBoth(QualifiedName whole, QualifiedName part, String column) {
    return refused(
        Sql.name(whole)
            + " and "
            + Sql.name(part)
            + " both have a column "
            + Sql.name(column)
            + ".",
        "One table cannot have two of them.",
        "Rename one of them first (pattern rename-column).");
  }

  static Problem noTime(QualifiedName table, TableFacts.Column column) {
    return refused(
        Sql.name(column.name()) + " of " + Sql.name(table) + " is " + column.type() + ".",
        "This pattern makes partitions for months or years.",
        "Give dbsage.column a column of type date or timestamp.");
  }

  static Problem keyWithout(QualifiedName table, TableFacts.Constraint key, String column) {
    return refused(
        "The constraint "
            + Sql.name(key.name())
            + " of "
            + Sql.name(table)
            + " does not hold "
            + Sql.name(column)
            + ", or excludes rows.",
        "Across partitions nothing is unique but what holds the column that they go by.",
        "Replace it first by one with the column, if the application can do with that: CREATE"
            + " UNIQUE INDEX CONCURRENTLY, then drop the old constraint and add the new one USING"
            + " INDEX.");
  }

  static Problem indexWithout(QualifiedName table, TableFacts.Index index, String column) {
    return refused(
        "The unique index "
            + Sql.name(index.name())
            + " of "
            + Sql.name(table)
            + " does not hold "
            + Sql.name(column)
            + ".",
        "Across partitions nothing is unique but what holds the column that they go by.",
        "Replace it first by one with the column, if the application can do with that.");
  }

  static Problem stays(QualifiedName table, String what) {
    return refused(
        "The " + what + " would stay with the old table of " + Sql.name(table) + ".",
        "It would go on with a table that is to be dropped.",
        "Drop it before, and create it again for the partitioned table behind the switch.");
  }

  static Problem noRange(ChangeParameter parameter, String given, String wanted) {
    return Problem.of(
        PATTERN,
        parameter.property() + "=" + given + " is none that this pattern knows.",
        null,
        "Give it " + wanted + ".");
  }
}
