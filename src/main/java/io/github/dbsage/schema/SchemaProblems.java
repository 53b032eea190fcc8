package io.github.dbsage.schema;

import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.UserError;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What this room has to say when a schema cannot be read. */
final class SchemaProblems {

  private static final String AGAIN = "Run the goal again when that is done.";

  /** Somebody changes the schema meanwhile: what the server prints is not of our snapshot. */
  private static final Set<String> CHANGING = Set.of("XX000", "42P01", "42704", "42883", "42703");

  private SchemaProblems() {}

  /** Whether it is worth while to try again. */
  static boolean isPassing(ServerFailure failure) {
    return CHANGING.contains(failure.sqlState());
  }

  /** The failure as the user's error, or itself. */
  static RuntimeException error(ServerFailure failure) {
    if (failure.is("42501")) {
      return new UserError(mayNotRead(failure), failure);
    }
    if (failure.is("55P03")) {
      return new UserError(locked(failure), failure);
    }
    return isPassing(failure) ? new UserError(changing(failure), failure) : failure;
  }

  static Problem mayNotRead(ServerFailure failure) {
    return said(
        "SCHEMA_PRIVILEGE",
        "The role may not read a part of the catalog that every role can read by default.",
        failure,
        "Let the database's owner or a superuser grant it again, for a table of the catalog with"
            + " GRANT SELECT ON pg_catalog.… TO …; or run as another role.");
  }

  static Problem locked(ServerFailure failure) {
    return said(
        "SCHEMA_LOCKED",
        "The schema could not be read within 5 seconds: somebody holds an ACCESS EXCLUSIVE lock.",
        failure,
        AGAIN);
  }

  static Problem changing(@Nullable ServerFailure failure) {
    return said(
        "SCHEMA_CHANGING",
        "The schema could not be read: somebody changes it all the while.",
        failure,
        AGAIN);
  }

  static Problem noSnapshot(String file) {
    return Problem.of(
        "SNAPSHOT_FILE",
        "This is no snapshot of DB Sage: its first line does not say so.",
        Place.startOf(file),
        "Name a file that mvn dbsage:snapshot wrote, such as target/dbsage/schema.txt.");
  }

  static Problem otherFormat(String file, String format, int known) {
    return Problem.of(
        "SNAPSHOT_FILE",
        "The snapshot has the format " + format + "; this version of DB Sage knows " + known + ".",
        Place.startOf(file),
        "Take the snapshot again with this version: mvn dbsage:snapshot.");
  }

  static Problem strayLine(Place where) {
    return Problem.of(
        "SNAPSHOT_FILE",
        "The line belongs to no object: it begins with blanks, but not with two below a heading.",
        where,
        "Take the snapshot again: mvn dbsage:snapshot.");
  }

  static Problem twice(Place where, String heading) {
    return Problem.of(
        "SNAPSHOT_FILE",
        "The snapshot holds " + heading + " twice.",
        where,
        "Take the snapshot again: mvn dbsage:snapshot.");
  }

  private static Problem said(
      String code, String what, @Nullable ServerFailure failure, String fix) {
    if (failure == null) {
      return Problem.of(code, what, null, fix);
    }
    return new Problem(code, what, null, failure.text(), fix, failure.sqlState(), failure.hint());
  }
}
