package io.github.dbsage.app;

import io.github.dbsage.model.Certainty;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Severity;
import io.github.dbsage.run.Rehearsal;

/** What {@code dry-run} has to say. */
final class DryRunProblems {

  private DryRunProblems() {}

  static Problem transactionWithoutUrl() {
    return Problem.of(
        "PARAMETER",
        "dbsage.mode=transaction tries the migrations on a database, and none is named.",
        null,
        "Name it with -Ddbsage.url=…, or leave the mode out: a throw-away server does it then.");
  }

  /** The history that was to be there before does not run. */
  static Problem replay(Problem cause, boolean baseline) {
    return new Problem(
        "HISTORY_NOT_REPLAYED",
        "The migrations that are applied already do not run on an empty server: " + cause.what(),
        cause.where(),
        cause.why(),
        baseline
            ? "The database was taken over, and no file makes what was there: put its schema into"
                + " a migration that is older than the baseline (pg_dump --schema-only), or try"
                + " mvn dbsage:dry-run -Ddbsage.mode=transaction."
            : "A dry run needs what they make. Correct what they count on, or try mvn"
                + " dbsage:dry-run -Ddbsage.mode=transaction.",
        cause.sqlState(),
        cause.hint());
  }

  /** What the file needs is not among the throw-away server's. */
  static Problem extension(String name, Place where, Problem cause) {
    return new Problem(
        "EXTENSION_MISSING",
        "The throw-away server has no extension " + name + ".",
        where,
        "It knows the extensions that come with PostgreSQL itself, and nothing can stand for"
            + " another one.",
        "Try the migrations on a database that has it: mvn dbsage:dry-run -Ddbsage.url=…"
            + " -Ddbsage.mode=transaction",
        cause.sqlState(),
        null);
  }

  static Finding notSimulated(Rehearsal.Skipped skipped) {
    return new Finding(
        "NOT_SIMULATED",
        Severity.INFO,
        Certainty.CERTAIN,
        skipped.start(),
        null,
        "not simulated: " + skipped.why() + " cannot run in a transaction",
        null,
        "mvn dbsage:dry-run without -Ddbsage.mode=transaction runs it in a throw-away server.");
  }

  static Finding backfill(Place file) {
    return new Finding(
        "NOT_SIMULATED",
        Severity.INFO,
        Certainty.CERTAIN,
        file,
        null,
        "not simulated: a backfill needs the rows of the real tables",
        null,
        null);
  }
}
