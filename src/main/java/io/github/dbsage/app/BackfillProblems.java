package io.github.dbsage.app;

import io.github.dbsage.model.BackfillStep;
import io.github.dbsage.model.Choices;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Step;
import java.util.List;

/** What the goal {@code backfill} has to say. */
final class BackfillProblems {

  private BackfillProblems() {}

  static Problem noHistory(String schema) {
    return Problem.of(
        "NO_HISTORY",
        "Schema " + schema + " has no history of DB Sage yet, so no backfill is due.",
        null,
        "Run mvn dbsage:apply: it runs what comes before, and the backfill too; this goal joins in"
            + " while it does.");
  }

  static Problem unknown(String name, List<String> known) {
    return Problem.of(
        "BACKFILL_UNKNOWN",
        "There is no backfill " + name + " here" + Choices.didYouMean(name, known) + ".",
        null,
        known.isEmpty()
            ? "No file here ends in .backfill.yaml."
            : "Name one of: " + String.join(", ", known) + "; its version or file does too.");
  }

  static Problem unknownJob(String name, List<String> known) {
    return Problem.of(
        "BACKFILL_UNKNOWN",
        "No backfill " + name + " was begun here" + Choices.didYouMean(name, known) + ".",
        null,
        known.isEmpty()
            ? "mvn dbsage:apply or mvn dbsage:backfill begins one."
            : "Name one of: " + String.join(", ", known) + ".");
  }

  /** What runs or steers one has to know which. */
  static Problem several(List<String> names) {
    return Problem.of(
        "BACKFILL_UNKNOWN",
        "There are several backfills: " + String.join(", ", names) + ".",
        null,
        "Name the one that is meant: -Ddbsage.backfill=" + names.get(0));
  }

  static Problem noJob(Backfill.Action action) {
    return Problem.of(
        "BACKFILL_UNKNOWN",
        "There is no backfill to " + Steering.word(action) + " in this database.",
        null,
        "mvn dbsage:backfill -Ddbsage.backfill.action=status shows those that there are.");
  }

  /** Versions before it that are not applied; at least one. */
  static Problem notItsTurn(BackfillStep step, List<Step> before) {
    int more = before.size() - 1;
    return Problem.of(
        "BACKFILL_TOO_EARLY",
        step.title()
            + " cannot run yet: "
            + before.get(0).title()
            + (more == 0 ? "" : " and " + more + " more")
            + " before it "
            + (more == 0 ? "is" : "are")
            + " not applied.",
        Place.startOf(step.source().file()),
        "Run mvn dbsage:apply: it runs them, and then the backfill.");
  }

  /** The work is done, and the row is not written. */
  static Problem notRecorded(BackfillStep step, Problem why) {
    return new Problem(
        why.code(),
        "All rows of " + step.title() + " are done, but it is not recorded as applied yet.",
        null,
        why.what(),
        "Run the goal again, or mvn dbsage:apply: nothing is done twice, and it is recorded.",
        why.sqlState(),
        why.hint());
  }
}
