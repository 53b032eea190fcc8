package io.github.dbsage.app;

import io.github.dbsage.db.Database;
import io.github.dbsage.model.Problem;

/** What {@code apply} does between migrations, because a plan's phases demand it. */
record Between(GoalRun run, Database database, Gatekeeper gates) {

  /** Whether its plan may go on; where it may not, the run has failed and says why. */
  boolean holds(Agenda.Demand demand) {
    if (demand instanceof Agenda.Validate validate) {
      return Checking.run(run, database, Checking.of(validate.plan(), validate.phase()));
    }
    Agenda.Contract contract = (Agenda.Contract) demand;
    Problem problem = gates.forbids(contract.planned(), contract.step());
    if (problem != null) {
      run.fail(run.redaction().redact(problem));
    }
    return problem == null;
  }
}
