package io.github.dbsage.app;

import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.model.Choices;
import io.github.dbsage.model.DatabaseInfo;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.model.Version;
import io.github.dbsage.report.format.Words;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

  static Problem unreadable(IOException failure) {
    return Problem.of(
            "FILE_UNREADABLE",
            "A migration cannot be read any more.",
            null,
            "Look at its permissions, then run the goal again.")
        .because(failure.getMessage());
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

  /** What is not applied, where {@code dbsage.failOnPending} is set; at least one. */
  static Problem pending(List<StepReport> open, @Nullable DatabaseInfo database) {
    long failed = open.stream().filter(step -> step.state() == StepReport.State.FAILED).count();
    long pending = open.size() - failed;
    String what =
        failed == 0
            ? Words.count(pending, "migration") + (pending == 1 ? " is" : " are") + " pending"
            : pending == 0
                ? Words.count(failed, "migration")
                    + " failed and "
                    + (failed == 1 ? "is" : "are")
                    + " not applied"
                : Words.count(open.size(), "migration")
                    + " are not applied ("
                    + Words.number(pending)
                    + " pending, "
                    + Words.number(failed)
                    + " failed)";
    String where =
        database == null
            ? ""
            : " on %s (%s:%d)".formatted(database.name(), database.host(), database.port());
    StepReport first = open.get(0);
    return Problem.of(
            "PENDING",
            what + where + ", and dbsage.failOnPending is set.",
            null,
            "Run mvn dbsage:apply, or leave dbsage.failOnPending out.")
        .because("The first one is " + first.version() + "_" + first.name() + ".");
  }

  static Problem sinceMalformed(String text) {
    return Problem.of(
        "SINCE",
        "-Ddbsage.since=" + text + " is not a version of 14 digits.",
        null,
        "Name the first version to show, such as 20260101000000; all from there on are listed.");
  }

  static Problem sinceEmpty() {
    return Problem.of(
        "PARAMETER",
        "dbsage.since is empty.",
        null,
        "Name a version of 14 digits or a git revision such as origin/main, or leave it out to"
            + " judge all migrations.");
  }

  static Problem serverVersion(String text, int oldest, int newest) {
    return Problem.of(
        "PARAMETER",
        "dbsage.serverVersion=" + text + " is no version of PostgreSQL that DB Sage knows.",
        null,
        "Write " + oldest + " to " + newest + ", or an exact one such as 16.3.");
  }

  static Problem severityMissing(String id) {
    return Problem.of(
        "PARAMETER",
        "dbsage.severities does not say what " + id + " is.",
        null,
        "Write " + id + "=error, =warning, =info or =off.");
  }

  static Problem severityUnknown(String id, String level) {
    return Problem.of(
        "PARAMETER",
        "dbsage.severities sets "
            + id
            + " to "
            + (level.isEmpty() ? "nothing" : level + ", which is unknown")
            + Choices.didYouMean(level, Severities.CHOICES)
            + ".",
        null,
        "Write error, warning, info or off.");
  }

  static Problem severityTwice(String id) {
    return Problem.of(
        "PARAMETER", "dbsage.severities sets " + id + " twice.", null, "Keep one of the two.");
  }

  static Problem severityOfNothing(String id, Set<String> ids) {
    return Problem.of(
        "PARAMETER",
        "dbsage.severities sets "
            + (id.isEmpty() ? "a hazard without a name" : id + ", which is no hazard")
            + Choices.didYouMean(id, ids)
            + ".",
        null,
        "Write a hazard's id as the reports show it, such as ADD_FK_VALIDATING.");
  }

  /** A sentence for the console about waits that the report has no room for. */
  static String meetings(int leftOut) {
    return "report.json lists the longest waits for locks; left out: "
        + Words.count(leftOut, "shorter one")
        + ".";
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
}
