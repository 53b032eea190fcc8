package io.github.dbsage.app;

import io.github.dbsage.history.Entry;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.RepairCommand;
import io.github.dbsage.model.Version;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** What the goal {@code rollback} has to say. */
final class RollbackProblems {

  private static final int MOST = 10;

  private RollbackProblems() {}

  static Problem targetMalformed(String text) {
    return Problem.of(
        "TARGET",
        "-Ddbsage.target=" + text + " is not a version of 14 digits.",
        null,
        "Name the applied version that is to stay, such as 20260101000000; all that are newer are"
            + " rolled back.");
  }

  static Problem targetNotApplied(Version target, List<Entry> applied) {
    List<String> versions =
        new ArrayList<>(applied.stream().map(entry -> entry.version().digits()).toList());
    Collections.reverse(versions);
    String more = versions.size() > MOST ? " and " + (versions.size() - MOST) + " older ones" : "";
    return Problem.of(
        "TARGET",
        "The target " + target + " is not applied, so nothing was rolled back.",
        null,
        versions.isEmpty()
            ? "Nothing is applied: mvn dbsage:status shows what is recorded."
            : "Name the version that is to stay. Applied, the newest first: "
                + versions.stream().limit(MOST).collect(Collectors.joining(", "))
                + more
                + ".");
  }

  static Problem targetBegun(Version target) {
    return Problem.of(
        "TARGET",
        "The target "
            + target
            + " cannot stay: its own rollback was begun and is not whole. Nothing was changed.",
        null,
        "Finish that with mvn dbsage:rollback; or make by hand again what was undone, and then say so: "
            + RepairCommand.to(target, "applied"));
  }

  static Problem nothingRecorded(String schema) {
    return Problem.of(
        "NOTHING_APPLIED",
        "Schema " + schema + " records no migration, so there is nothing to roll back.",
        null,
        "Where the tables of DB Sage are in another schema, name it with -Ddbsage.schema.");
  }

  static Problem nothingApplied() {
    return Problem.of(
        "NOTHING_APPLIED",
        "No migration is applied, so there is nothing to roll back.",
        null,
        "mvn dbsage:status shows what is recorded.");
  }

  static Problem onlyBaseline(Entry baseline) {
    return Problem.of(
            "NOTHING_APPLIED",
            "Nothing was applied since the baseline " + baseline.version() + ".",
            null,
            "Write a new migration that changes what was there before.")
        .because("what a baseline stands for was not made by migrations, so it is not rolled back");
  }

  static Problem halfApplied(Entry entry) {
    return Problem.of(
        "HALF_APPLIED",
        entry.version()
            + "_"
            + entry.name()
            + " was begun and is not whole, so nothing was rolled back.",
        null,
        "Finish it first with mvn dbsage:apply; "
            + RepairCommand.show(entry.version())
            + " shows how far it is.");
  }

  /** Versions in between that nobody can undo. */
  static Problem noWayBack(List<String> missing, int of) {
    return Problem.of(
            "NO_WAY_BACK",
            (of == 1
                    ? "The migration has no way back"
                    : missing.size() + " of " + of + " migrations have no way back")
                + ", so nothing was rolled back.",
            null,
            "Roll forward: write a new migration that undoes what has to go (where a file has a"
                + " script by now, its statements are a beginning). mvn dbsage:repair … reverted only"
                + " changes the record, and undoes nothing.")
        .because(String.join("\n", missing));
  }

  static Problem wildcard(String entry) {
    return Problem.of(
        "PARAMETER",
        "dbsage.allowDataLoss has \"" + entry + "\": there are no wildcards.",
        null,
        "Name each table (public.users) or column (public.users.email), with commas in between.");
  }

  static Problem notAName(String entry) {
    return Problem.of(
        "PARAMETER",
        entry.isEmpty()
            ? "dbsage.allowDataLoss has an empty entry."
            : "dbsage.allowDataLoss has \"" + entry + "\", which is not a whole name.",
        null,
        "Name each table (public.users) or column (public.users.email) with its schema, with commas"
            + " in between.");
  }

  /** What {@code apply} says of a rollback that is not whole. */
  static Problem unfinished(Version version) {
    return Problem.of(
            "ROLLBACK_UNFINISHED",
            "The rollback of " + version + " was begun and is not whole, so nothing is applied.",
            null,
            "Finish it first: mvn dbsage:rollback continues behind what is done. Where it cannot be"
                + " finished, undo the rest by hand, and then say so: "
                + RepairCommand.to(version, "reverted"))
        .because("some statements of its script ran outside a transaction, and are kept");
  }
}
