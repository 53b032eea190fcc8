package io.github.dbsage.check;

import io.github.dbsage.model.Problem;

/** A check does not hold. */
final class CheckFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  CheckFailed(Problem problem) {
    super(problem.what(), null, false, false);
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
