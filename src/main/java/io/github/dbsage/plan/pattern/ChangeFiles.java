package io.github.dbsage.plan.pattern;

import io.github.dbsage.model.Version;
import io.github.dbsage.plan.NewFile;
import io.github.dbsage.plan.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The files of a change, in the order of their versions. Not thread-safe. */
final class ChangeFiles {

  private final Wanted wanted;
  private final List<NewFile> files = new ArrayList<>();

  /** None yet. */
  ChangeFiles(Wanted wanted) {
    this.wanted = wanted;
  }

  /** Those that were added. */
  List<NewFile> all() {
    return List.copyOf(files);
  }

  /** Adds a migration with its way back. */
  Version migration(String name, String head, String forth, String back) {
    return add(
        name,
        NewFile.Kind.SQL,
        "-- Rollback: see the section at the end of this file\n"
            + head
            + "\n"
            + forth
            + "\n-- ROLLBACK SECTION\n/*\n"
            + back
            + "*/\n");
  }

  /** Adds a migration that has none. */
  Version forwardOnly(String name, String why, String head, String forth) {
    String text = "-- Rollback: none because " + why + "\n" + head + "\n" + forth;
    return add(name, NewFile.Kind.SQL, text);
  }

  /** Adds a backfill. */
  Version backfill(String name, BackfillText text) {
    return add(name, NewFile.Kind.BACKFILL, text.text());
  }

  private Version add(String name, NewFile.Kind kind, String text) {
    Version version = wanted.version(files.size());
    files.add(new NewFile(version, name, kind, text));
    return version;
  }

  /** Lines of a comment. */
  static String comment(String text) {
    return text.lines()
        .map(line -> line.isEmpty() ? "--\n" : "-- " + line + "\n")
        .collect(Collectors.joining());
  }
}
