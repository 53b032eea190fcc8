package io.github.dbsage.app;

import io.github.dbsage.db.Database;
import io.github.dbsage.model.Problem;

/** What {@code apply} does between migrations, because a plan's phases demand it. */
record Between(GoalRun run, Database database, Gatekeeper gates) {

  /** Whether what comes behind may run; where it may not, the run has failed and says why. */
  boolean holds(Agenda.Item item) {
    if (item instanceof Agenda.Validate validate) {
      return Checking.run(run, database, Checking.of(validate.plan(), validate.phase()));
    }
    Problem problem =
        item instanceof Agenda.Contract contract
            ? gates.forbids(contract.planned(), contract.step())
            : null;
    if (problem != null) {
      run.fail(run.redaction().redact(problem));
    }
    return problem == null;
  }
}
