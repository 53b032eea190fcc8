package io.github.dbsage.app;

import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Version;
import java.util.List;

/** What the goals themselves have to say. */
final class AppProblems {

  private AppProblems() {}

  static Problem noUrl(String goal) {
    return Problem.of(
        "NO_URL",
        "The goal " + goal + " needs a database, and none was named.",
        null,
        "Add -Ddbsage.url=jdbc:postgresql://HOST:5432/DATABASE (with -Ddbsage.user and"
            + " -Ddbsage.password), set DATABASE_URL, or use -Ddbsage.url=embedded.");
  }

  static Problem noProject() {
    return Problem.of(
        "NO_PROJECT",
        "There are no migrations here: neither src/main/db nor supabase/migrations exists.",
        null,
        "Create src/main/db/migrations with a first file such as 20260101120000_create_users.sql,"
            + " or name the folder with -Ddbsage.directory.");
  }

  static Problem elsewhere(String goal, List<String> modules) {
    return Problem.of(
        "NO_PROJECT",
        "There are no migrations in this module; there are in " + String.join(", ", modules) + ".",
        null,
        "Name the module: mvn -pl " + modules.get(0) + " dbsage:" + goal);
  }

  static Problem server(ServerFailure failure) {
    return new Problem(
        failure.connectionLost() ? "CONNECTION_LOST" : "SQL_" + failure.sqlState(),
        failure.connectionLost() ? "The connection to the server was lost." : failure.text(),
        null,
        failure.connectionLost() ? failure.text() : failure.detail(),
        failure.is("42501")
            ? "Run as a role that may read and write the tables of DB Sage in this schema."
            : "Run the goal again.",
        failure.sqlState(),
        failure.hint());
  }

  static Problem defect(String goal, RuntimeException cause) {
    return Problem.of(
            "DEFECT",
            "The goal " + goal + " met a defect of DB Sage.",
            null,
            "Run it again with -e and report the stack trace.")
        .because(String.valueOf(cause));
  }

  static Problem targetUnknown(Version target) {
    return Problem.of(
        "TARGET_UNKNOWN",
        "There is no migration " + target + ", which -Ddbsage.target names.",
        null,
        "Name a version of one of the files, or leave it out to apply all.");
  }

  static Problem targetMalformed(String text) {
    return Problem.of(
        "TARGET_UNKNOWN",
        "-Ddbsage.target=" + text + " is not a version of 14 digits.",
        null,
        "Name a version of one of the files, such as 20260101120000.");
  }

  static Problem backfillPending(Place file, Version version) {
    return Problem.of(
        "BACKFILL_UNSUPPORTED",
        "The backfill "
            + version
            + " is pending, and this version of DB Sage cannot run backfills yet.",
        file,
        "Apply what stands before it with -Ddbsage.target, or write it as SQL statements for now.");
  }

  static Problem gatePending(Place file, Version version, String gate) {
    return Problem.of(
        "GATE_UNSUPPORTED",
        "The plan puts "
            + version
            + " behind the deployment of "
            + gate
            + ", and this version of DB Sage cannot open gates yet.",
        file,
        "Apply what stands before it with -Ddbsage.target, or take the phases out of the plan.");
  }
}
