package io.github.dbsage.check;

import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.CheckStep;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Redaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs checks on a session, each in a transaction of its own that is rolled back. Not thread-safe.
 */
public final class Checker {

  /** How long a check may take, unless somebody says otherwise. */
  public static final Duration USUAL_TIMEOUT = Duration.ofSeconds(60);

  private final Session session;
  private final Sandbox sandbox;
  private final CheckProblems problems;

  /**
   * One on a session that is in no transaction.
   *
   * @param redaction for values that were found, before they are shortened
   */
  public Checker(Session session, Duration statementTimeout, Redaction redaction) {
    this.session = session;
    this.sandbox = new Sandbox(session, statementTimeout);
    this.problems = new CheckProblems(redaction);
  }

  /**
   * What came of a check.
   *
   * @param error why it does not hold, or null
   * @param remarks what its reader should know besides, a sentence each
   */
  public record Result(@Nullable Problem error, List<String> remarks) {

    public Result {
      remarks = List.copyOf(remarks);
    }
  }

  /**
   * Runs a check.
   *
   * @throws ServerFailure when the session is lost
   */
  public Result check(CheckStep step) {
    List<String> remarks = new ArrayList<>();
    Problem error = problem(step, () -> run(step, remarks));
    return new Result(error, remarks);
  }

  /**
   * What a statement costs; a query is run for that, anything else is not.
   *
   * @throws ServerFailure when the server refuses
   */
  public ExplainBaseline.Cost cost(CheckStep.Explain step) {
    return new Costs(session, sandbox).of(step.query().sql());
  }

  private void run(CheckStep step, List<String> remarks) {
    if (step instanceof CheckStep.Smoke smoke) {
      new SmokeTest(session, sandbox, problems).run(smoke);
    } else if (step instanceof CheckStep.Rls rls) {
      new RowSecurity(session, sandbox, problems, rls).run(remarks);
    } else if (step instanceof CheckStep.Explain explain) {
      new Planning(session, sandbox, problems, explain).run(remarks);
    }
  }

  private @Nullable Problem problem(CheckStep step, Runnable work) {
    try {
      work.run();
      return null;
    } catch (CheckFailed e) {
      return e.problem();
    } catch (Reading.Refusal e) {
      return refused(step, e.failure(), e.position());
    } catch (ServerFailure e) {
      return refused(step, e, e.position());
    }
  }

  private Problem refused(CheckStep step, ServerFailure failure, int position) {
    if (failure.connectionLost()) {
      throw failure;
    }
    return problems.refused(step.query(), failure, position);
  }
}
