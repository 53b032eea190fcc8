package io.github.dbsage.model;

/** A {@link Problem} on its way to the user: a goal that meets one ends, and its build fails. */
public final class UserError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public UserError(Problem problem) {
    super(problem.what());
    this.problem = problem;
  }

  public UserError(Problem problem, Throwable cause) {
    super(problem.what(), cause);
    this.problem = problem;
  }

  /** What to tell the user. */
  public Problem problem() {
    return problem;
  }
}
