package io.github.dbsage.run;

import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.model.FileChanged;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.RepairCommand;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.Version;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What this room has to say when a migration does not go through. */
final class RunProblems {

  private RunProblems() {}

  static Problem unreadable(SqlStep step, IOException cause) {
    return unreadable(Place.startOf(step.source().file()), cause);
  }

  static Problem unreadable(Place place, IOException cause) {
    if (cause instanceof FileChanged) {
      return Problem.of(
              "FILE_CHANGED",
              "The file was changed while the goal ran.",
              place,
              "Run the goal again: it takes the file as it is then.")
          .because("the history would say that something was applied that was not");
    }
    return Problem.of(
            "FILE_UNREADABLE",
            "The file cannot be read any more.",
            place,
            "Make it readable and run the goal again.")
        .because(cause.getMessage());
  }

  static Problem interrupted() {
    return Problem.of("INTERRUPTED", "Interrupted while waiting.", null, "Run the goal again.");
  }

  /**
   * The server refused a statement.
   *
   * @param segmented whether earlier segments of the migration are kept
   * @param leftover what a failed CONCURRENTLY left behind, or null
   * @param blockers who kept the statement waiting when it was last looked at
   */
  static Problem refused(
      Course course,
      StatementFailed failed,
      boolean segmented,
      @Nullable String leftover,
      List<Blocker> blockers) {
    ServerFailure failure = failed.failure();
    if (isLockLost(failed)) {
      return Problem.of(
          "RUN_LOCK_LOST",
          "This runner has lost the run lock (its session is gone, or another runner took its lease"
              + " over), so "
              + course.title()
              + " was rolled back.",
          null,
          "Run the goal again: it continues from what the database has recorded.");
    }
    if (failed.place() == null && failure.is("23502") && "db_user".equals(failure.column())) {
      return Problem.of(
          "RECORD_CHANGED",
          "The record of "
              + course.step().version()
              + " is not what it was a moment ago, so its rollback was rolled back.",
          null,
          "Somebody changed it by hand: look with mvn dbsage:status.");
    }
    String kept =
        leftover != null
            ? leftover
            : segmented
                ? "What ran before this statement is kept and journalled."
                : nothingKept(course);
    boolean lock = failure.is("55P03") || failure.is("40P01") || failure.is("57014");
    String held = lock && !blockers.isEmpty() ? held(blockers) : null;
    String why = join(join(failure.detail(), failed.purpose()), held);
    return new Problem(
        "STATEMENT_FAILED",
        failure.text(),
        failed.place() == null ? startOf(course) : failed.place(),
        join(join(why, failure.context()), kept),
        fix(course, failure.sqlState(), held == null ? null : Blocker.ending(blockers)),
        failure.sqlState(),
        failure.hint());
  }

  /**
   * The server refused a statement of a dry run.
   *
   * @param skipped whether something in front of it, or its own transaction, could not be played
   */
  static Problem rehearsed(
      SqlStep step, StatementFailed failed, boolean skipped, List<Blocker> blockers) {
    ServerFailure failure = failed.failure();
    boolean lock = failure.is("55P03") || failure.is("40P01");
    String held = lock && !blockers.isEmpty() ? held(blockers) : null;
    String why = join(join(join(failure.detail(), failed.purpose()), held), failure.context());
    if (failure.connectionLost()) {
      return Problem.of(
              "CONNECTION_LOST",
              "The connection was lost while " + step.title() + " was tried.",
              failed.place() == null ? Place.startOf(step.source().file()) : failed.place(),
              "Run the goal again: a dry run keeps nothing.")
          .because(failure.text());
    }
    return new Problem(
        "STATEMENT_FAILED",
        failure.text(),
        failed.place() == null ? Place.startOf(step.source().file()) : failed.place(),
        skipped
            ? join(
                why,
                "What cannot run in one transaction with the others was left out: it may fail for"
                    + " that alone.")
            : why,
        skipped
            ? "Run mvn dbsage:dry-run without -Ddbsage.mode=transaction: there, everything runs."
            : "Correct the file and run mvn dbsage:dry-run again; a dry run keeps nothing.",
        failure.sqlState(),
        failure.hint());
  }

  static String nothingKept(Course course) {
    return course.back()
        ? "Nothing of the script was kept: the database is as it was."
        : "Nothing of this migration was kept.";
  }

  private static String held(List<Blocker> blockers) {
    return blockers.stream()
        .map(Blocker::line)
        .collect(Collectors.joining("\n", "It waited for\n", ""));
  }

  /** A sentence for the console: how long a statement may wait for a lock, and what then. */
  static String budget(String limit, int tries) {
    if (limit.equals("no limit")) {
      return "lock_timeout is 0 here: it waits as long as it takes; a directive,"
          + " -- dbsage: lock_timeout=…, limits that";
    }
    return "a statement waits for a lock at most "
        + limit
        + " here (lock_timeout), then "
        + (tries == 1 ? "it fails" : "its transaction is rolled back, " + tries + " tries in all")
        + "; -Ddbsage.lockTimeout or a directive, -- dbsage: lock_timeout=…, changes that";
  }

  /** Our bookkeeping writes NULL where the lock is not held. */
  private static boolean isLockLost(StatementFailed failed) {
    String column = failed.failure().column();
    return failed.place() == null
        && failed.failure().is("23502")
        && ("success".equals(column) || "state".equals(column) || "action".equals(column));
  }

  private static String fix(Course course, String sqlState, @Nullable String ending) {
    return switch (sqlState) {
      case "55P03" ->
          (ending == null
                  ? "See who holds the lock (pg_locks, pg_blocking_pids) and run the goal again when"
                      + " it is free"
                  : "Run the goal again when that has ended, or end it: " + ending)
              + (ending == null ? "; " : " ")
              + "-Ddbsage.lockTimeout gives a try more time, and queues others behind it.";
      case "40P01" ->
          "Another session took the same locks in another order; run the goal again when it has"
              + " ended.";
      case "57014" -> "It was cancelled, or statement_timeout ended it; run the goal again.";
      case "25001", "2D000" ->
          course.back()
              ? "The statement cannot run inside a transaction. "
                  + UndoProblems.otherwise(course.step().version())
              : "The statement cannot run inside a transaction: put -- dbsage: transaction=false into the"
                  + " file's first comment lines, then run the goal again.";
      case "42501" ->
          "Run as the owner of the object, or let its owner grant the right; then run the goal again.";
      case "53100" -> "Free disk space on the server, then run the goal again.";
      default ->
          course.back()
              ? "Take away what is in its way and run the goal again. "
                  + UndoProblems.otherwise(course.step().version())
              : "Mend the file (or the data), then run the goal again.";
    };
  }

  static Problem connectionLost(Course course, @Nullable StatementFailed failed, String outcome) {
    ServerFailure failure = failed == null ? null : failed.failure();
    return new Problem(
        "CONNECTION_LOST",
        "The connection was lost while " + course.title() + " ran.",
        failed == null || failed.place() == null ? startOf(course) : failed.place(),
        join(failure == null ? null : failure.text(), outcome),
        "Run the goal again: it continues from what the database has recorded.",
        failure == null ? null : failure.sqlState(),
        null);
  }

  static Problem outcomeUnknown(Course course, String why) {
    return Problem.of(
            "OUTCOME_UNKNOWN",
            "The connection was lost while "
                + course.title()
                + " was under way, and whether the server committed it could not be found out.",
            startOf(course),
            "Run the goal again when the server answers: it continues from what the database has"
                + " recorded.")
        .because(why);
  }

  static Problem stillAtWork(int pid) {
    return Problem.of(
        "SESSION_AT_WORK",
        "The server still works on behalf of the lost connection (pid " + pid + ").",
        null,
        "Wait until it ends, or end it with SELECT pg_terminate_backend("
            + pid
            + "); then run the goal again.");
  }

  static Problem prefixChanged(Course course, @Nullable Place place, int ordinal) {
    return Problem.of(
            "JOURNAL_PREFIX",
            "Statement "
                + ordinal
                + " of "
                + course.title()
                + " has run already, but it is not the one that stands in the file now.",
            place == null ? startOf(course) : place,
            course.back()
                ? "The script is the recorded one, so a placeholder has another value now: give it the"
                    + " old one. Or finish by hand, and then say so: "
                    + RepairCommand.to(course.step().version(), "reverted")
                : "Restore the statements up to "
                    + ordinal
                    + " as they were when they ran, and put the change into a new migration; or say how"
                    + " it goes on: "
                    + RepairCommand.show(course.step().version())
                    + " prints the commands.")
        .because("a migration is continued only behind an unchanged beginning");
  }

  static Problem changedWhileRunning(Course course, Place place, int ordinal) {
    return Problem.of(
        "JOURNAL_PREFIX",
        "Statement "
            + ordinal
            + " was running when the last run was cut off, and it has been changed since.",
        place,
        (course.back()
                ? "Give its placeholders their old values and run the goal again. Or: "
                : "Restore it, run the goal once, then change what is needed. Or: ")
            + byHand(course, ordinal));
  }

  static Problem outcomeUnknown(Course course, Place place, int ordinal) {
    return Problem.of(
            "OUTCOME_UNKNOWN",
            "Statement " + ordinal + " was running when the last run was cut off.",
            place,
            byHand(course, ordinal))
        .because("whether it took effect cannot be seen from the catalog");
  }

  private static String byHand(Course course, int ordinal) {
    Version version = course.step().version();
    if (course.back()) {
      return "Look whether it took effect, finish the script by hand from there on, and then say so: "
          + RepairCommand.to(version, "reverted");
    }
    return "Look whether it took effect. If it did: "
        + RepairCommand.from(version, ordinal + 1)
        + " If it did not: "
        + RepairCommand.from(version, ordinal)
        + " Then run the goal again.";
  }

  /** A session setting, and behind it a statement by itself that would run without it. */
  static Problem settingNotKept(Place place, Place setting) {
    return Problem.of(
            "POOLER_SETTING",
            "This statement runs by itself, and what the file sets at line "
                + setting.line()
                + " does not last until then behind a transaction pooler.",
            place,
            "Take the setting out of the file (qualify names with their schema), set it for the role"
                + " with ALTER ROLE … SET, or name the server's own port.")
        .because("each transaction gets another of the server's sessions");
  }

  static Problem timeoutNotKept(Place place, String name, Duration wanted, Duration found) {
    return Problem.of(
            "POOLER_SETTING",
            "This statement runs by itself with "
                + name
                + " = "
                + ms(found)
                + " behind a transaction pooler, and "
                + ms(wanted)
                + " is wanted.",
            place,
            "Run ALTER ROLE … SET "
                + name
                + " = "
                + wanted.toMillis()
                + " for the role that connects, ask for "
                + ms(found)
                + " with -- dbsage: "
                + name
                + "="
                + ms(found)
                + ", or name the server's own port.")
        .because("it cannot be set for a statement that runs outside a transaction");
  }

  private static String ms(Duration duration) {
    return duration.isZero() ? "0" : duration.toMillis() + "ms";
  }

  static Problem indexExists(Place place, QualifiedName index, boolean valid) {
    return new Problem(
        "INDEX_EXISTS",
        "There is an index " + index + " already" + (valid ? "." : ", and it is INVALID."),
        place,
        valid
            ? "no run of this migration made it"
            : "an earlier build failed, and no run of this migration began it; IF NOT EXISTS would"
                + " keep it broken",
        valid
            ? "Drop it, rename one of the two, or take the statement out of the file."
            : "Run DROP INDEX CONCURRENTLY " + index.quoted() + "; then run the goal again.",
        "42P07",
        null);
  }

  static Problem indexDiffers(Place place, QualifiedName index, boolean valid) {
    return Problem.of(
            "INDEX_DIFFERS",
            "The index "
                + index
                + (valid ? "" : " is INVALID and")
                + " is defined otherwise than this statement says.",
            place,
            "Look at it; where it is not needed, run DROP INDEX CONCURRENTLY "
                + index.quoted()
                + "; then run the goal again.")
        .because("it may not be ours, so it was left alone");
  }

  static Problem stillBuilding(QualifiedName index, List<Long> pids) {
    return Problem.of(
        "INDEX_IN_PROGRESS",
        "Another session is building an index, maybe "
            + index
            + " itself (pid "
            + pids.stream().map(String::valueOf).collect(Collectors.joining(", "))
            + ").",
        null,
        "Wait until it ends, then run the goal again.");
  }

  private static Place startOf(Course course) {
    return Place.startOf(course.step().source().file());
  }

  private static @Nullable String join(@Nullable String first, @Nullable String second) {
    if (first == null || second == null) {
      return first == null ? second : first;
    }
    return first + "\n" + second;
  }
}
