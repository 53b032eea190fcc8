package io.github.dbsage.plan;

import io.github.dbsage.model.Problem;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Why a git revision in {@code dbsage.since} says nothing, in words. */
final class GitProblems {

  private static final String OR_VERSION =
      ", or name the first version to judge: -Ddbsage.since=20260101120000";

  private GitProblems() {}

  static Problem missing(String revision, @Nullable String why) {
    return Problem.of(
            "GIT_MISSING",
            since(revision) + " is a git revision, and git cannot be run.",
            null,
            "Install git" + OR_VERSION)
        .because(why);
  }

  static Problem noRepository(String revision, String folder, @Nullable String why) {
    return Problem.of(
            "GIT_NO_REPOSITORY",
            since(revision) + " is a git revision, and " + folder + " is in no git repository.",
            null,
            "Run it in a clone" + OR_VERSION)
        .because(why);
  }

  /**
   * There is no such commit.
   *
   * @param didYouMean what it probably is, with a blank in front, or nothing
   */
  static Problem unknown(String revision, String didYouMean, boolean shallow) {
    return Problem.of(
        "GIT_REVISION_UNKNOWN",
        since(revision)
            + " is neither a version of 14 digits nor a git revision"
            + didYouMean
            + ".",
        null,
        shallow
            ? UNSHALLOW
            : "Name a branch, a tag or a commit of this clone; git fetch brings those of its"
                + " server.");
  }

  static Problem noAncestor(String revision, boolean shallow) {
    return Problem.of(
        "GIT_NO_ANCESTOR",
        since(revision) + " has no commit in common with what is checked out.",
        null,
        shallow ? UNSHALLOW : "Name a revision that the checked out branch comes from.");
  }

  static Problem late(String revision, Duration budget) {
    return Problem.of(
        "GIT_LATE",
        "git did not say within "
            + budget.toSeconds()
            + " s what was changed since "
            + revision
            + ".",
        null,
        "Run the goal again" + OR_VERSION);
  }

  static Problem failed(String revision, @Nullable String why) {
    return Problem.of(
            "GIT_FAILED",
            "git could not say what was changed since " + revision + ".",
            null,
            "Mend what git complains of" + OR_VERSION)
        .because(why);
  }

  private static final String UNSHALLOW =
      "This clone lacks its history: run git fetch --unshallow first (in a workflow,"
          + " actions/checkout with fetch-depth: 0).";

  private static String since(String revision) {
    return "dbsage.since=" + revision;
  }
}
