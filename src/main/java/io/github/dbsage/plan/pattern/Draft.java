package io.github.dbsage.plan.pattern;

import io.github.dbsage.model.Version;
import io.github.dbsage.plan.NewChange;
import io.github.dbsage.plan.NewFile;
import io.github.dbsage.plan.Wanted;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A change whose files are being written, each with the next version. Not thread-safe. */
final class Draft {

  private final Wanted wanted;
  private final List<NewFile> files = new ArrayList<>();

  Draft(Wanted wanted) {
    this.wanted = wanted;
  }

  /** Adds a migration of statements. */
  Version add(String name, SqlText text) {
    return add(name, NewFile.Kind.SQL, text.text());
  }

  /** Adds a backfill. */
  Version add(String name, BackfillText text) {
    return add(name, NewFile.Kind.BACKFILL, text.text());
  }

  /**
   * Adds a migration with its way back.
   *
   * @param head comment lines, each with its line end
   * @param forth its statements
   * @param back the rollback script
   */
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

  private Version add(String name, NewFile.Kind kind, String text) {
    Version version = wanted.version(files.size());
    files.add(new NewFile(version, name, kind, text));
    return version;
  }

  /** All of it. */
  NewChange change(String name, @Nullable PlanText plan) {
    return new NewChange(name, files, plan == null ? null : plan.text());
  }
}
