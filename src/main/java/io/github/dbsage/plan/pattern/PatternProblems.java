package io.github.dbsage.plan.pattern;

import io.github.dbsage.model.Choices;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.TableFacts;
import io.github.dbsage.model.TableFacts.Column;
import io.github.dbsage.model.TableFacts.Constraint;
import io.github.dbsage.model.TableFacts.Reference;
import io.github.dbsage.plan.ChangeParameter;
import java.util.Locale;

/** What patterns have to say. */
final class PatternProblems {

  private static final String PATTERN = "PATTERN";

  private PatternProblems() {}

  static Problem noColumn(ChangeParameter parameter, String column, TableFacts table) {
    return Problem.of(
        PATTERN,
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
        PATTERN,
        Sql.name(table.name()) + " has a column " + Sql.name(column) + " already.",
        null,
        "Give " + parameter.property() + " another name.");
  }

  static final String PARTITIONED =
      "a partitioned table's indexes are built partition by partition, which this does not write;"
          + " write the files for a table that is like one of its partitions, and extend them";

  static final String GENERATED =
      "it is generated from others; add another generated column, and drop this one when nobody"
          + " reads it any more";

  static final String NUMBERS =
      "it numbers rows by itself, and its sequence would go with it; add the other column with a"
          + " sequence of its own, and move the application over in a change written by hand";

  static final String PRIMARY_KEY =
      "it is of the primary key, which replicas, foreign keys and ORMs know rows by; add the other"
          + " column with a unique constraint, and move the key in a maintenance window";

  static String referenced(Reference reference) {
    return "the foreign key "
        + Sql.name(reference.key().name())
        + " of "
        + Sql.name(reference.from())
        + " points to it; let that point to another column first";
  }

  static String excluded(Constraint constraint) {
    return "the exclusion constraint "
        + Sql.name(constraint.name())
        + " cannot be built beside the application; drop it, or change the column in a maintenance"
        + " window";
  }

  static Problem notReplaceable(QualifiedName table, String column, String reason) {
    int point = reason.indexOf("; ");
    return Problem.of(
        PATTERN,
        "No other column can take the place of "
            + Sql.name(table)
            + "."
            + Sql.name(column)
            + " by itself: "
            + reason.substring(0, point)
            + ".",
        null,
        sentence(reason.substring(point + 2)));
  }

  private static String sentence(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + ".";
  }

  static Problem typeUnknown(QualifiedName table, String column) {
    return Problem.of(
        PATTERN,
        "Nobody knows which type " + Sql.name(table) + "." + Sql.name(column) + " has.",
        null,
        "Name a database that has the table with -Ddbsage.url=, or the type with"
            + " -Ddbsage.type=, for example -Ddbsage.type=text.");
  }

  static Problem oldTypeUnknown(QualifiedName table, String column) {
    return Problem.of(
        PATTERN,
        "Nobody knows which type "
            + Sql.name(table)
            + "."
            + Sql.name(column)
            + " has, and so whether another type holds its values.",
        null,
        "Name a database that has the table with -Ddbsage.url=.");
  }

  static Problem sameType(QualifiedName table, String column, String type) {
    return Problem.of(
        PATTERN,
        Sql.name(table) + "." + Sql.name(column) + " is " + type + " already.",
        null,
        "Give another dbsage.type, or another dbsage.column.");
  }

  static Problem losesValues(QualifiedName table, Column column, String type, String loss) {
    return Problem.of(
            PATTERN,
            Sql.name(table)
                + "."
                + Sql.name(column.name())
                + " is "
                + column.type()
                + ", and values could be lost as "
                + type
                + ".",
            null,
            "Give a dbsage.type that holds each of them; or add the column with"
                + " -Ddbsage.pattern=add-column, and write the conversion by hand.")
        .because(loss);
  }
}
