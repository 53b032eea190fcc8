package io.github.dbsage.adopt;

import io.github.dbsage.history.Occupancy;
import io.github.dbsage.model.Choices;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What this room has to say about databases that cannot be taken over, or not so. */
public final class AdoptProblems {

  private static final String ADOPT = "mvn dbsage:adopt -Ddbsage.from=none -Ddbsage.version=";

  /** How many files are named; the others are counted. */
  private static final int MOST = 20;

  private AdoptProblems() {}

  static Problem fromMissing(List<String> choices) {
    return Problem.of(
        "ADOPT_FROM",
        "The goal adopt was not told whose history the database holds.",
        null,
        "Add -Ddbsage.from=none for a database that no tool has migrated (of "
            + String.join(", ", choices)
            + ", this version of DB Sage can take over none only).");
  }

  static Problem fromUnknown(String from, List<String> choices) {
    return Problem.of(
        "ADOPT_FROM",
        "-Ddbsage.from="
            + from
            + " is no tool that is known"
            + Choices.didYouMean(from, choices)
            + ".",
        null,
        "Write one of " + String.join(", ", choices) + ".");
  }

  /** A tool whose history cannot be taken over yet. */
  public static Problem unsupported(Origin origin, List<Occupancy.Foreign> found, Version before) {
    String what =
        "This version of DB Sage cannot take over the history of " + origin.tool() + " yet.";
    if (found.isEmpty()) {
      return Problem.of(
              "ADOPT_UNSUPPORTED",
              what,
              null,
              "Where no tool has migrated this database: " + ADOPT + before)
          .because("no tool's history was found in this database; nothing was changed");
    }
    return Problem.of("ADOPT_UNSUPPORTED", what, null, retire(found.get(0), before))
        .because("found: " + names(found) + "; nothing was changed");
  }

  /** A history that {@code from=none} would leave behind. */
  public static Problem foreign(List<Occupancy.Foreign> found, Version before) {
    return Problem.of(
            "ADOPT_FOREIGN",
            "This database holds "
                + names(found)
                + ", which -Ddbsage.from=none would leave behind.",
            null,
            retire(found.get(0), before))
        .because("two tools that migrate one database run into each other; nothing was changed");
  }

  /** Rows of ours: adoption is for the first one. */
  public static Problem hasHistory(int rows, Version newest) {
    return Problem.of(
        "ADOPT_HISTORY",
        "This database has a history of DB Sage already: "
            + (rows == 1 ? "1 row" : rows + " rows")
            + ", the newest "
            + newest
            + "; a baseline can only be its first row.",
        null,
        "See it with mvn dbsage:status. A single migration that was run by hand is recorded with mvn"
            + " dbsage:repair -Ddbsage.version=VERSION -Ddbsage.to=applied -Ddbsage.reason=\"why\"");
  }

  /** Adopted before, at another version. */
  public static Problem otherBaseline(Version recorded, Version asked, String revert) {
    return Problem.of(
        "ADOPT_HISTORY",
        "This database is adopted already, at " + recorded + " and not at " + asked + ".",
        null,
        "Where "
            + recorded
            + " was a mistake, and nothing was applied since: "
            + revert
            + " and then "
            + ADOPT
            + asked);
  }

  /** Nothing there that anybody could take over. */
  public static Problem nothingThere() {
    return Problem.of(
        "ADOPT_EMPTY",
        "There is nothing to adopt: the database is empty.",
        null,
        "Just apply: mvn dbsage:apply");
  }

  /** A version that is none. */
  public static Problem malformed(String version) {
    return Problem.of(
        "ADOPT_VERSION",
        "-Ddbsage.version=" + version + " is not a version of 14 digits.",
        null,
        "Name a version of one of the files, or one before them, such as 20260101000000.");
  }

  /**
   * Nobody but the user knows which of the files have run on it.
   *
   * @param titles of the files, in version order
   * @param before a version before all of them
   */
  public static Problem versionMissing(List<String> titles, Version before) {
    Problem problem =
        Problem.of(
            "ADOPT_VERSION",
            "The goal adopt was not told up to which version the database stands already.",
            null,
            titles.isEmpty()
                ? ADOPT + before + " takes it over as it stands."
                : ADOPT
                    + before
                    + " takes it over with every file still to be run.\nOr name the last file that has"
                    + " run on it: "
                    + ADOPT
                    + titles.get(titles.size() - 1).substring(0, Version.LENGTH));
    int from = Math.max(0, titles.size() - MOST);
    String files = String.join("\n", titles.subList(from, titles.size()));
    return problem.because(
        titles.isEmpty()
            ? "there are no files here yet"
            : "the files here are"
                + (from == 0 ? "" : " " + from + " earlier ones and")
                + "\n"
                + files);
  }

  static Problem notWritten(Path file, IOException cause) {
    return Problem.of(
            "ADOPT_SNAPSHOT",
            "The list of what the database holds cannot be written, so nothing was changed.",
            null,
            "Make " + file.getFileName() + " writable in target/dbsage, then adopt again.")
        .because(cause.toString());
  }

  private static String names(List<Occupancy.Foreign> found) {
    return String.join(" and ", found.stream().map(Occupancy.Foreign::toString).toList());
  }

  private static String retire(Occupancy.Foreign history, Version before) {
    QualifiedName table = history.table();
    return "Go on with "
        + history.tool()
        + " for now. Where it will never run here again: ALTER TABLE "
        + table.quoted()
        + " RENAME TO "
        + QualifiedName.quote(table.name() + "_retired")
        + "; and then "
        + ADOPT
        + before;
  }
}
