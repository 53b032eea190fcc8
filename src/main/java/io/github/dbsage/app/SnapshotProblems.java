package io.github.dbsage.app;

import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import io.github.dbsage.schema.SchemaDiff.Change;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code snapshot} has to say. */
final class SnapshotProblems {

  /** So many of an object's lines are shown; all of them are in the file. */
  private static final int MOST_LINES = 12;

  private SnapshotProblems() {}

  static Problem noFile(String property, String name) {
    return Problem.of(
        "SNAPSHOT_FILE",
        name.isBlank()
            ? property + " is empty."
            : "There is no file " + name + ", which " + property + " names.",
        null,
        "Name a file that mvn dbsage:snapshot wrote, or leave "
            + property
            + " out: the database"
            + " then.");
  }

  static Problem unreadable(String file, IOException failure) {
    return Problem.of(
            "SNAPSHOT_FILE",
            "The snapshot cannot be read.",
            Place.startOf(file),
            "Look at its permissions, and that it is UTF-8; or take it again: mvn dbsage:snapshot.")
        .because(failure.getMessage());
  }

  /**
   * An object that is not the same in both.
   *
   * @param file with all differences, or null
   */
  static Finding difference(
      Change change, SnapshotSource from, SnapshotSource to, @Nullable String file) {
    String message =
        switch (change.kind()) {
          case ADDED -> change.heading() + " is in " + to.title() + " only.";
          case REMOVED -> change.heading() + " is in " + from.title() + " only.";
          case CHANGED ->
              change.heading() + " is not the same in " + from.title() + " and " + to.title() + ".";
        };
    return Finding.warning("SCHEMA_DIFFERENCE", place(change, from, to), message, null)
        .withEffect(effect(change.lines(), file));
  }

  private static String effect(List<String> lines, @Nullable String file) {
    if (lines.size() <= MOST_LINES) {
      return String.join("\n", lines);
    }
    return String.join("\n", lines.subList(0, MOST_LINES))
        + "\n… and "
        + (lines.size() - MOST_LINES)
        + " more lines"
        + (file == null ? "" : " in " + file);
  }

  /** Where the object stands in a file; what no file has, at the beginning of the one there is. */
  private static Place place(Change change, SnapshotSource from, SnapshotSource to) {
    for (SnapshotSource source : List.of(from, to)) {
      Integer line = source.lines().get(change.heading());
      if (source.file() != null && line != null) {
        return new Place(source.file(), line, 1);
      }
    }
    return Place.startOf(from.file() != null ? from.file() : String.valueOf(to.file()));
  }

  /** That both were read from servers which print some things differently; or null. */
  static @Nullable String versions(int from, int to) {
    return from == to
        ? null
        : "One is of PostgreSQL "
            + from
            + ", the other of "
            + to
            + ": the text of views and expressions, the privileges of an owner that are not all, and"
            + " the schema public can differ for that alone.";
  }
}
