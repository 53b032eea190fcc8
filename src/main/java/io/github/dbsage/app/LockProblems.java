package io.github.dbsage.app;

import io.github.dbsage.model.Choices;
import io.github.dbsage.model.Problem;
import java.util.List;

/** What there is to say about locks, the tables that are locked and those who own them. */
final class LockProblems {

  private static final int MOST = 10;

  private LockProblems() {}

  static Problem noMode(String name, List<String> choices) {
    return Problem.of(
        "PARAMETER",
        "dbsage.explain="
            + name
            + " is no lock mode of PostgreSQL"
            + Choices.didYouMean(name, choices)
            + ".",
        null,
        "Write one of " + String.join(", ", choices) + ".");
  }

  static Problem tableMalformed(String text) {
    return Problem.of(
        "TABLE",
        "-Ddbsage.table=" + text + " is no name of a table.",
        null,
        "Write it as SQL does: public.users, users, or public.\"Users\".");
  }

  /**
   * No such table.
   *
   * @param choices what may have been meant
   */
  static Problem noTable(String text, String database, List<String> choices) {
    return Problem.of(
        "TABLE",
        "There is no table " + text + " in the database " + database + ".",
        null,
        choices.isEmpty()
            ? "Write its schema too, as in public.users; a name with capitals needs double quotes."
            : "Did you mean " + String.join(", ", choices) + "?");
  }

  static Problem severalTables(String text, List<String> names) {
    String more = names.size() > MOST ? " and " + (names.size() - MOST) + " more" : "";
    return Problem.of(
        "TABLE",
        "-Ddbsage.table="
            + text
            + " could be one of "
            + names.size()
            + " tables: "
            + String.join(", ", names.subList(0, Math.min(MOST, names.size())))
            + more
            + ".",
        null,
        "Write the schema too: -Ddbsage.table=" + names.get(0));
  }

  /** A sentence for the console: what a plain role is not shown. */
  static String hidden(String role) {
    return "What other roles' sessions do is not shown to "
        + role
        + ". A superuser can change that: GRANT pg_read_all_stats TO "
        + role
        + ";";
  }
}
