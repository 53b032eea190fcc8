package io.github.dbsage.plan.pattern;

import io.github.dbsage.model.Choices;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.TableFacts;
import io.github.dbsage.model.TableFacts.Column;
import io.github.dbsage.model.TableFacts.Constraint;
import io.github.dbsage.model.TableFacts.Reference;
import io.github.dbsage.plan.ChangeParameter;
import java.util.List;
import java.util.Locale;

/** What patterns have to say. */
final class PatternProblems {

  private static final String CODE = "PATTERN";

  private PatternProblems() {}

  static Problem noColumn(ChangeParameter parameter, String column, TableFacts table) {
    return Problem.of(
        CODE,
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
        CODE,
        Sql.name(table.name()) + " has a column " + Sql.name(column) + " already.",
        null,
        "Give " + parameter.property() + " another name.");
  }

  static Problem noColumnName(ChangeParameter parameter, String given) {
    return Problem.of(
        CODE,
        parameter.property() + " names " + given + ", which is no column.",
        null,
        "Write names with commas between them: -D" + parameter.property() + "=\"country, city\".");
  }

  static Problem nameTaken(String what, String name, QualifiedName table) {
    return Problem.of(
        CODE,
        Sql.name(table) + " has a " + what + " " + Sql.name(name) + " already.",
        null,
        "Give dbsage.name another one.");
  }

  static Problem commentSign(String statement) {
    return Problem.of(
        CODE,
        "A comment's sign in it would end the rollback section that it stands in: " + statement,
        null,
        "Write that without /* and */.");
  }

  static Problem noPiece(ChangeParameter parameter, String given, String fault) {
    return Problem.of(
        CODE,
        "In " + parameter.property() + "=" + given + " there is " + fault + ".",
        null,
        "Write it as it would stand in a statement: text in single quotes, as in 'unknown'.");
  }

  static Problem moreThanType(String type) {
    return Problem.of(
        CODE,
        "dbsage.type=" + type + " says more than a type.",
        null,
        "Write the type alone, and a default with -Ddbsage.to=; for NOT NULL, UNIQUE, CHECK and"
            + " REFERENCES there are patterns of their own, which are run behind this one.");
  }

  static Problem needsType(String why) {
    return Problem.of(
        CODE,
        "The type is needed, and it is not known: " + why + ".",
        null,
        "Add -Ddbsage.type=, as SQL writes it: -Ddbsage.type=\"numeric(5,2)\".");
  }

  static Problem serial(String type) {
    return Problem.of(
        CODE,
        "A column of the type " + type + " numbers every row while nobody can use the table.",
        null,
        "Make a sequence in a migration of its own first, then add the column with"
            + " -Ddbsage.type=bigint and -Ddbsage.to=\"nextval('that_sequence')\".");
  }

  static Problem inPrimaryKey(String column, QualifiedName table) {
    return Problem.of(
        CODE,
        Sql.name(column) + " is in the primary key of " + Sql.name(table) + ".",
        null,
        "Give the table another primary key first, in a change of its own.");
  }

  /** Others would have to go with a column. */
  static Problem columnRead(String column, QualifiedName table, List<String> readers) {
    return Problem.of(
        CODE,
        Sql.name(column)
            + " of "
            + Sql.name(table)
            + " is used by others, which PostgreSQL does not let go with it: "
            + String.join(", ", readers)
            + ".",
        null,
        "Change or drop these first, in a change of their own; then run the goal again.");
  }

  static Problem notNullAlready(String column, QualifiedName table) {
    return Problem.of(
        CODE,
        Sql.name(column) + " of " + Sql.name(table) + " is NOT NULL already.",
        null,
        "There is nothing to do.");
  }

  static Problem generated(String column, QualifiedName table) {
    return Problem.of(
        CODE,
        Sql.name(column)
            + " of "
            + Sql.name(table)
            + " is computed from other columns: no row can be given a value.",
        null,
        "Make the columns NOT NULL that it is computed from.");
  }

  static Problem fillsNothing() {
    return Problem.of(
        CODE,
        "dbsage.to=NULL gives rows no value.",
        null,
        "Give it what rows become that have none: -Ddbsage.to=\"'unknown'\"; or leave it out where"
            + " none is NULL.");
  }

  /** One value for all rows would be there twice. */
  static Problem constantInUnique(String value, String column, String index) {
    return Problem.of(
        CODE,
        "dbsage.to="
            + value
            + " gives every row the same value, and the index "
            + Sql.name(index)
            + " lets "
            + Sql.name(column)
            + " have each value once.",
        null,
        "Write an expression that differs from row to row, such as"
            + " -Ddbsage.to=\"'unknown-' || id\".");
  }

  static Problem nested(QualifiedName partition, QualifiedName table) {
    return Problem.of(
        CODE,
        "The partition "
            + Sql.name(partition)
            + " of "
            + Sql.name(table)
            + " has partitions of its own, and each level needs an index of its own.",
        null,
        "Run the goal with -Ddbsage.table=" + Sql.name(partition) + " first.");
  }

  static Problem targetForm(String given) {
    return Problem.of(
        CODE,
        "dbsage.to=" + given + " names no table that can be pointed to.",
        null,
        "Write the other table, and its columns where they are not its primary key:"
            + " -Ddbsage.to=\"customers(id)\".");
  }

  static Problem targetCount(List<String> columns, List<String> target, QualifiedName table) {
    return Problem.of(
        CODE,
        "Of "
            + Sql.name(table)
            + " the foreign key would point to ("
            + Sql.names(target)
            + "), and dbsage.column names ("
            + Sql.names(columns)
            + ").",
        null,
        "Name as many columns on either side, in the same order.");
  }

  static Problem targetNotUnique(List<String> target, QualifiedName table) {
    return Problem.of(
        CODE,
        "Nothing makes (" + Sql.names(target) + ") unique in " + Sql.name(table) + ".",
        null,
        "Make it so first: mvn dbsage:new -Ddbsage.pattern=unique -Ddbsage.table="
            + Sql.name(table)
            + " -Ddbsage.column=\""
            + Sql.names(target)
            + "\".");
  }

  static Problem noTypeName(String given) {
    return Problem.of(
        CODE,
        "dbsage.type=" + given + " is no name of a type.",
        null,
        "Write it as SQL does: public.mood, mood, or public.\"Mood\".");
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
        CODE,
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
        CODE,
        "Nobody knows which type " + Sql.name(table) + "." + Sql.name(column) + " has.",
        null,
        "Name a database that has the table with -Ddbsage.url=, or the type with"
            + " -Ddbsage.type=, for example -Ddbsage.type=text.");
  }

  static Problem oldTypeUnknown(QualifiedName table, String column) {
    return Problem.of(
        CODE,
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
        CODE,
        Sql.name(table) + "." + Sql.name(column) + " is " + type + " already.",
        null,
        "Give another dbsage.type, or another dbsage.column.");
  }

  static Problem losesValues(QualifiedName table, Column column, String type, String loss) {
    return Problem.of(
            CODE,
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
