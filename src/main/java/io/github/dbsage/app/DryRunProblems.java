package io.github.dbsage.app;

import io.github.dbsage.model.BackfillStep;
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

  static Finding noExtension(Place statement, String extension) {
    return new Finding(
        "NOT_SIMULATED",
        Severity.INFO,
        Certainty.CERTAIN,
        statement,
        null,
        "not simulated: the throw-away server does not have the extension " + extension,
        null,
        "mvn dbsage:dry-run -Ddbsage.url=… -Ddbsage.mode=transaction tries it where it is.");
  }

  static Finding backfill(Place file) {
    return new Finding(
        "NOT_SIMULATED",
        Severity.INFO,
        Certainty.CERTAIN,
        file,
        null,
        "not simulated: a backfill commits each batch, and nothing would take that back",
        null,
        "mvn dbsage:dry-run without -Ddbsage.mode=transaction runs it in a throw-away server.");
  }

  /** Its table is empty, and rows that nobody wrote tell nothing of those that somebody did. */
  static Finding madeUpRowsUnsuited(BackfillStep step, String why) {
    return new Finding(
        "NOT_SIMULATED",
        Severity.INFO,
        Certainty.CERTAIN,
        step.spec().at(step.spec().statement() == null ? "set" : "statement", step.source()),
        null,
        "not simulated on rows: made-up ones do not suit this backfill: " + why,
        null,
        "A migration before it that inserts a row or two into "
            + step.spec().table()
            + " gives it something to be tried on.");
  }

  /**
   * A backfill whose batches look at more than their own rows.
   *
   * @param node of the plan
   * @param where it was seen
   */
  static Finding backfillScan(BackfillStep step, String node, String where, Certainty certainty) {
    boolean states = step.spec().statement() != null;
    return new Finding(
        "BACKFILL_SCAN",
        Severity.ERROR,
        certainty,
        step.spec().at(states ? "statement" : "table", step.source()),
        null,
        "each batch reads more than its own rows: " + node,
        "EXPLAIN of a batch " + where + "; the backfill gets slower with the square of the rows",
        states
            ? "Put {chunk} beside the conditions of "
                + step.spec().table()
                + ", with AND, outside of any function or OR; and name a key: that an index begins"
                + " with."
            : "Name a key: of columns that an index begins with, in their order.");
  }
}
