package io.github.dbsage.app;

import io.github.dbsage.model.Choices;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.plan.ChangeParameter;
import io.github.dbsage.plan.ChangePattern;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What {@code new} has to say. */
final class NewProblems {

  static final String NOTHING =
      "Everything that the files make belongs to whom it should: nothing was written.";

  static final String NEXT = "Read what was written; then mvn dbsage:dry-run tries it.";

  private NewProblems() {}

  /** Nothing tells what to write. */
  static Problem noPattern(Collection<ChangeParameter> given, List<ChangePattern> patterns) {
    return Problem.of(
        "PARAMETER",
        given.isEmpty()
            ? "The goal new writes the files of a change from a pattern, and none was named."
            : "What is done with "
                + given.stream().map(ChangeParameter::property).collect(Collectors.joining(", "))
                + " depends on a pattern, and none was named.",
        null,
        "Add -Ddbsage.pattern= with one of these, or only -Ddbsage.name= for an empty file:\n"
            + list(patterns));
  }

  static Problem unknownPattern(String name, List<ChangePattern> patterns) {
    List<String> names = patterns.stream().map(ChangePattern::name).toList();
    return Problem.of(
        "PARAMETER",
        "dbsage.pattern=" + name + " is not known" + Choices.didYouMean(name, names) + ".",
        null,
        "Write one of:\n" + list(patterns));
  }

  /** A line for each. */
  private static String list(List<ChangePattern> patterns) {
    int widest = patterns.stream().mapToInt(pattern -> pattern.name().length()).max().orElse(0);
    return patterns.stream()
        .map(
            pattern ->
                "  "
                    + pattern.name()
                    + " ".repeat(widest - pattern.name().length() + 2)
                    + pattern.does())
        .collect(Collectors.joining("\n"));
  }

  static Problem empty(ChangeParameter parameter) {
    return Problem.of(
        "PARAMETER",
        parameter.property() + " is empty.",
        null,
        "Give it a value, or leave it out.");
  }

  static Problem missing(ChangeParameter parameter, ChangePattern pattern) {
    return Problem.of(
        "PARAMETER",
        "The pattern " + pattern.name() + " needs " + parameter.property() + ".",
        null,
        "Add -D" + parameter.property() + "=: " + pattern.needs().get(parameter) + ".");
  }

  static Problem notTaken(ChangeParameter parameter, ChangePattern pattern) {
    Map<ChangeParameter, String> all = new TreeMap<>(pattern.needs());
    all.putAll(pattern.takes());
    String known =
        all.entrySet().stream()
            .map(
                one ->
                    "  "
                        + one.getKey().property()
                        + (pattern.needs().containsKey(one.getKey()) ? ": " : " (if you like): ")
                        + one.getValue())
            .collect(Collectors.joining("\n"));
    return Problem.of(
        "PARAMETER",
        "The pattern " + pattern.name() + " can do nothing with " + parameter.property() + ".",
        null,
        all.isEmpty() ? "Leave it out." : "Leave it out. What it can be told:\n" + known);
  }

  static Problem noExpression(ChangeParameter parameter, String value, String why) {
    return Problem.of(
            "PARAMETER",
            parameter.property() + "=" + value + " is no SQL expression.",
            null,
            "Write it as it would stand behind SELECT; text in single quotes: 'unknown'.")
        .because(why);
  }

  /** Something that was given broke a statement. */
  static Problem noSql(Map<ChangeParameter, String> given, String why) {
    String values =
        given.entrySet().stream()
            .map(one -> one.getKey().property() + "=" + one.getValue())
            .collect(Collectors.joining(", "));
    return Problem.of(
            "PARAMETER",
            "No SQL comes of " + values + ": nothing was written.",
            null,
            "Write each as SQL has it: names with capitals in double quotes, text in single ones.")
        .because(why);
  }

  static Problem noTable(ChangeParameter parameter, QualifiedName name) {
    return Problem.of(
        "TABLE",
        name + ", which " + parameter.property() + " names, is a view or a foreign table.",
        null,
        "Name a table: patterns change nothing else.");
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

  static String trying(int migrations) {
    return "no database was named: what is in the tables is looked up in a throw-away server, in which "
        + (migrations == 1 ? "the migration runs" : "the " + migrations + " migrations run");
  }

  static String factsUnknown(Problem why) {
    return "what is in the tables is not known, so the files are written for any: " + why.what();
  }

  static String notMade(QualifiedName table) {
    return "no migration makes "
        + table
        + ": what is in it is not known, so the files are written for any; -Ddbsage.url= names a"
        + " database that has it";
  }

  static String pending(long migrations) {
    return (migrations == 1 ? "1 migration is" : migrations + " migrations are")
        + " not applied to this database: what they change is not seen";
  }

  static String written(String file) {
    return "Wrote " + file;
  }
}
