package io.github.dbsage.app;

import io.github.dbsage.history.Entry;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Step;
import io.github.dbsage.report.format.Words;
import io.github.dbsage.schema.SchemaDeviation;
import io.github.dbsage.schema.SchemaDiff;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What there is to say of a schema that is not as the files make it. */
final class DriftProblems {

  /** So many of an object's lines are shown; all of them are in the file. */
  private static final int MOST_LINES = 20;

  private DriftProblems() {}

  /**
   * An object that is not as the files make it.
   *
   * @param where it stands in the file with all differences
   */
  static Finding drift(SchemaDiff.Change change, Place where) {
    String message =
        switch (change.kind()) {
          case ADDED -> "No applied file makes " + change.heading() + ".";
          case REMOVED ->
              "The database lacks " + change.heading() + ", which the applied files make.";
          case CHANGED ->
              "In the database, " + change.heading() + " differs from what the applied files make.";
        };
    String fix =
        switch (change.kind()) {
          case ADDED -> "Put it into a migration, or drop it in the database.";
          case REMOVED -> "Create it again in the database, or drop it in a migration.";
          case CHANGED -> "Put the change into a migration, or undo it in the database.";
        };
    return Finding.warning("SCHEMA_DRIFT", where, message, fix)
        .withEffect(effect(change.lines(), where.file()));
  }

  static Finding owner(SchemaDeviation.Foreign foreign, Place where) {
    return Finding.warning(
        "WRONG_OWNER",
        where,
        foreign.heading()
            + " belongs to "
            + foreign.owner()
            + ", and should belong to "
            + foreign.expected()
            + ".",
        "Have a superuser, or who is a member of both, run "
            + foreign.mend()
            + " or write it into a migration: mvn dbsage:new -Ddbsage.pattern=fix-ownership");
  }

  private static String effect(List<String> lines, String file) {
    if (lines.size() <= MOST_LINES) {
      return String.join("\n", lines);
    }
    return String.join("\n", lines.subList(0, MOST_LINES))
        + "\n… and "
        + Words.count(lines.size() - MOST_LINES, "more line")
        + " in "
        + file;
  }

  static String comparing(int files) {
    return "comparing the schema with what "
        + (files == 1 ? "1 applied file makes" : files + " applied files make")
        + " …";
  }

  static String same(int files) {
    return "The schema is as the "
        + (files == 1 ? "applied file makes it." : files + " applied files make it.");
  }

  /**
   * How much is different.
   *
   * @param shown how many findings there are of it
   */
  static String summary(SchemaDeviation deviation, int shown, @Nullable String file) {
    SchemaDiff diff = deviation.diff();
    int all = diff.changes().size() + deviation.owners().size();
    return "The schema is not as the files make it: %d added, %d removed, %d changed, %d of another owner%s%s"
        .formatted(
            diff.count(SchemaDiff.Kind.ADDED),
            diff.count(SchemaDiff.Kind.REMOVED),
            diff.count(SchemaDiff.Kind.CHANGED),
            deviation.owners().size(),
            all > shown ? "; " + (all - shown) + " of them are not listed" : "",
            file == null ? "." : "; see " + file);
  }

  static String leftOut(SchemaDeviation deviation) {
    return "not compared: "
        + Words.count(deviation.leftOut(), "object")
        + " of others"
        + (deviation.others().isEmpty()
            ? ""
            : ", those in the schemas " + String.join(", ", deviation.others()));
  }

  static String notCompared(String reason) {
    return "The schema was not compared with the files: " + reason;
  }

  static String notCompared(Problem problem) {
    String where = problem.where() == null ? "" : problem.where() + ": ";
    String state = problem.sqlState() == null ? "" : " (SQLSTATE " + problem.sqlState() + ")";
    return notCompared(where + problem.what().replace('\n', ' ') + state);
  }

  static String withoutFile(String version) {
    return version + " is applied and has no file.";
  }

  static String changed(Step step) {
    return step.title() + " was changed after it was applied.";
  }

  static String unfinished(Entry entry) {
    return entry.version() + "_" + entry.name() + " has been applied in part.";
  }

  static String baseline(Entry entry) {
    return "the database was taken over at "
        + entry.version()
        + ", and no file makes what was there.";
  }

  static String version(int major) {
    return "there is no throw-away server of PostgreSQL " + major + ".";
  }

  static String onTarget() {
    return "dbsage.mode=transaction has no other server to make it in.";
  }
}
