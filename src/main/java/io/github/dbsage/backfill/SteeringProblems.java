package io.github.dbsage.backfill;

import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.model.Choices;
import io.github.dbsage.model.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is to be said to whoever steers a job. */
final class SteeringProblems {

  private SteeringProblems() {}

  static Problem unknown(String job, List<String> known) {
    return Problem.of(
        "BACKFILL_UNKNOWN",
        "There is no backfill job " + job + " here" + Choices.didYouMean(job, known) + ".",
        null,
        known.isEmpty()
            ? "No backfill was begun in this database; mvn dbsage:apply or mvn dbsage:backfill"
                + " begins one."
            : "Name one of: " + String.join(", ", known) + ".");
  }

  /** One that is over cannot be paused or cancelled; one that is done cannot be resumed. */
  static Problem over(String verb, String job, String status, @Nullable String reason) {
    Problem problem =
        Problem.of(
            "BACKFILL_OVER",
            "The backfill " + job + " is " + status + ", so there is nothing to " + verb + ".",
            null,
            status.equals("done")
                ? "mvn dbsage:status shows whether its migration is recorded as applied."
                : "mvn dbsage:backfill -Ddbsage.backfill="
                    + job
                    + " -Ddbsage.backfill.action=resume lets it go on.");
    return reason == null ? problem : problem.because(reason);
  }

  static Problem mayNot(String schema, String table, ServerFailure failure) {
    return new Problem(
        "PERMISSION",
        "The role may not steer backfills: " + failure.text() + ".",
        null,
        null,
        "Let the owner of schema "
            + schema
            + " run: GRANT SELECT, UPDATE ON "
            + table
            + " TO the role.",
        failure.sqlState(),
        failure.hint());
  }
}
