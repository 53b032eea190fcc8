package io.github.dbsage.backfill;

import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.model.BackfillReport.Check;
import io.github.dbsage.model.BackfillReport.Poison;
import io.github.dbsage.model.BackfillSpec;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What can go wrong with a job, in sentences. */
final class JobProblems {

  private static final String AGAIN = "Run the goal again: it goes on where this one stopped.";

  private JobProblems() {}

  static Problem server(Job job, ServerFailure failure) {
    return new Problem(
        "BACKFILL_FAILED",
        "The backfill " + job.name() + " was refused by the server: " + failure.text(),
        place(job),
        failure.detail() == null ? failure.context() : failure.detail(),
        "Batches before it are kept. Mend what the server complains of and run the goal again: it"
            + " goes on from there.",
        failure.sqlState(),
        failure.hint());
  }

  static Problem defect(Job job, RuntimeException failure) {
    return Problem.of(
            "BACKFILL_DEFECT",
            "A worker of the backfill " + job.name() + " ended with a defect of DB Sage.",
            place(job),
            "Please report it. Batches before it are kept.")
        .because(failure.toString());
  }

  static Problem standby(Job job) {
    return Problem.of(
        "BACKFILL_STANDBY",
        "The server of the backfill " + job.name() + " is a standby now, and takes no writes.",
        place(job),
        "Run the goal again with the address of the primary: it goes on from the last commit.");
  }

  static Problem otherCluster(Job job, String before, String now) {
    return Problem.of(
            "BACKFILL_OTHER_CLUSTER",
            "Another cluster answers at this address than when the backfill "
                + job.name()
                + " was begun.",
            place(job),
            "Find out which is the right one, and run the goal with its address.")
        .because("its system identifier was " + before + " and is " + now);
  }

  /** An expression of the file. */
  static Problem expression(BackfillSpec spec, Place at, String key, ServerFailure failure) {
    return new Problem(
        "BACKFILL_EXPRESSION",
        "What stands behind " + key + " is not understood by the server: " + failure.text(),
        at,
        failure.detail(),
        "Write an expression over the columns of " + spec.table() + ".",
        failure.sqlState(),
        failure.hint());
  }

  static Problem mayNotCreate(BackfillSpec spec, String schema, ServerFailure failure) {
    return new Problem(
        "BACKFILL_TABLES",
        "The tables of the backfill "
            + spec.name()
            + " cannot be created in schema "
            + schema
            + ": "
            + failure.text(),
        null,
        failure.detail(),
        "GRANT CREATE ON SCHEMA " + schema + ", or set dbsage.schema to one that the role owns.",
        failure.sqlState(),
        failure.hint());
  }

  /** Somebody began a job of this name with other work. */
  static Problem changed(BackfillSpec spec, Place at, String version) {
    return Problem.of(
            "BACKFILL_CHANGED",
            "The backfill "
                + spec.name()
                + " was begun with other work than its file asks for now (migration "
                + version
                + ").",
            at,
            "Put the file back as it was, or give the new work a name of its own. To give the old"
                + " one up: mvn dbsage:backfill -Ddbsage.backfill="
                + spec.name()
                + " -Ddbsage.backfill.action=cancel, and then dbsage:repair.")
        .because("rows that are done already were done by the old one");
  }

  static Problem guard(Job job, @Nullable String now) {
    return Problem.of(
            "BACKFILL_TRIGGER",
            "The triggers on "
                + job.spec().table()
                + " are not those that were there when the backfill "
                + job.name()
                + " was begun.",
            place(job),
            "Create or enable them again, then fill what was written meanwhile: rows that are"
                + " behind the cursors are not looked at again before the verification.")
        .because(
            "then: " + job.guard() + "; now: " + (now == null ? "none" : now) + " (=O: enabled)");
  }

  static Problem paused(Job job, @Nullable String reason) {
    return Problem.of(
            "BACKFILL_PAUSED",
            "The backfill " + job.name() + " is paused.",
            place(job),
            "mvn dbsage:backfill -Ddbsage.backfill="
                + job.name()
                + " -Ddbsage.backfill.action=resume")
        .because(reason);
  }

  static Problem cancelled(Job job, @Nullable String reason) {
    return Problem.of(
            "BACKFILL_CANCELLED",
            "The backfill " + job.name() + " is cancelled; what it did stays.",
            place(job),
            "To go on all the same: mvn dbsage:backfill -Ddbsage.backfill="
                + job.name()
                + " -Ddbsage.backfill.action=resume")
        .because(reason);
  }

  static Problem failedElsewhere(Job job, @Nullable String reason) {
    return Problem.of(
            "BACKFILL_FAILED",
            "Another runner of the backfill " + job.name() + " has ended it as failed.",
            place(job),
            AGAIN)
        .because(reason);
  }

  static Problem stopped(Job job, Problem why) {
    return Problem.of(
            why.code(),
            why.what(),
            place(job),
            "What is committed stays; the batch that ran was rolled back. Run the same goal again:"
                + " the backfill "
                + job.name()
                + " goes on from there.")
        .because(why.why());
  }

  static Problem interrupted(Job job) {
    return Problem.of(
        "INTERRUPTED", "Interrupted while the backfill " + job.name() + " ran.", place(job), AGAIN);
  }

  static Problem residue(Job job, long rows, List<String> keys) {
    return Problem.of(
            "BACKFILL_RESIDUE",
            rows
                + " row(s) of "
                + job.spec().table()
                + " were held by other sessions to the end and are not done: "
                + String.join("; ", keys),
            place(job),
            "Find out who holds them (SELECT pid, state, xact_start, query FROM pg_stat_activity"
                + " WHERE state LIKE 'idle in transaction%'), and run the goal again.")
        .because("everything else is done");
  }

  static Problem poisoned(Job job, long rows, List<Poison> first) {
    String list =
        first.stream()
            .limit(10)
            .map(row -> row.key() + " (" + row.sqlState() + " " + row.message() + ")")
            .collect(Collectors.joining("; "));
    return Problem.of(
            "BACKFILL_POISON",
            "The server refuses "
                + rows
                + " row(s) of "
                + job.spec().table()
                + ", more than poison_limit: "
                + job.spec().poisonLimit()
                + " allows: "
                + list
                + (rows > 10 ? "; …" : ""),
            place(job),
            "Mend these rows or the expression's input and run the goal again: only they are"
                + " tried.")
        .because(
            "every other row that was reached is done; they are rows of kind 'row' and state"
                + " 'poison' in "
                + job.tables().extents());
  }

  static Problem unverified(Job job, List<Check> failed) {
    Check first = failed.get(0);
    return Problem.of(
            "BACKFILL_UNVERIFIED",
            "The backfill "
                + job.name()
                + " ran to its end, but is not right: "
                + failed.stream()
                    .map(one -> one.what() + " is " + one.found() + ", allowed is " + one.limit())
                    .collect(Collectors.joining("; "))
                + ".",
            job.spec().at("verify." + first.what(), job.source()),
            "Find out who writes such rows (a trigger that is missing, an application that is too"
                + " old), then run the goal again.")
        .because("it does not count as applied, and what comes after it does not start");
  }

  private static Place place(Job job) {
    return Place.startOf(job.source().file());
  }
}
