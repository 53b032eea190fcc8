package io.github.dbsage.app;

import io.github.dbsage.model.Choices;
import io.github.dbsage.model.Problem;
import java.util.List;
import java.util.stream.Collectors;

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

  static Problem tableMalformed(String property, String text) {
    return Problem.of(
        "TABLE",
        "-D" + property + "=" + text + " is no name of a table.",
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

  static Problem severalTables(String property, String text, List<String> names) {
    String more = names.size() > MOST ? " and " + (names.size() - MOST) + " more" : "";
    return Problem.of(
        "TABLE",
        "-D"
            + property
            + "="
            + text
            + " could be one of "
            + names.size()
            + " tables: "
            + String.join(", ", names.subList(0, Math.min(MOST, names.size())))
            + more
            + ".",
        null,
        "Write the schema too: -D" + property + "=" + names.get(0));
  }

  /** A sentence for the console: what a plain role is not shown. */
  static String hidden(String role) {
    return "What other roles' sessions do is not shown to "
        + role
        + ". A superuser can change that: GRANT pg_read_all_stats TO "
        + role
        + ";";
  }

  /** What to do about objects that somebody else owns. */
  static String foreign(List<Ownership.Foreign> foreign, Ownership.Owner right) {
    List<Ownership.Foreign> wrong =
        foreign.stream().filter(one -> !one.owner().equals(right.role())).toList();
    String as = "run the goal again as " + right.role() + " (-Ddbsage.user=" + right.role() + ")";
    if (wrong.isEmpty()) {
      return belongs(foreign)
          + ". Either "
          + as
          + ", or have a superuser run GRANT "
          + right.quoted()
          + " TO "
          + right.us()
          + ";";
    }
    return belongs(foreign)
        + ". Have a superuser (or the owner, as a member of "
        + right.role()
        + ") run\n"
        + wrong.stream()
            .map(one -> one.alter() + " OWNER TO " + right.quoted() + ";")
            .collect(Collectors.joining("\n"))
        + "\nthen "
        + (right.isUs() ? "run the goal again" : as)
        + ".";
  }

  private static String belongs(List<Ownership.Foreign> foreign) {
    return foreign.stream()
        .map(one -> one.name() + " belongs to " + one.owner())
        .collect(Collectors.joining(", "));
  }
}
