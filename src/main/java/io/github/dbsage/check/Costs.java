package io.github.dbsage.check;

import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;

/** Measures what a statement costs. */
final class Costs {

  private static final String READ_ONLY = "25006";

  private final Session session;
  private final Sandbox sandbox;

  Costs(Session session, Sandbox sandbox) {
    this.session = session;
    this.sandbox = sandbox;
  }

  /** Runs it where it only reads; the read-only transaction sees to it that nothing else runs. */
  ExplainBaseline.Cost of(String sql) {
    try {
      if (!Reading.writes(sql)) {
        return measured(sql, "ANALYZE, BUFFERS, TIMING OFF, VERBOSE");
      }
    } catch (Reading.Refusal e) {
      if (!e.failure().is(READ_ONLY)) {
        throw e.failure();
      }
    }
    try {
      return measured(sql, "VERBOSE");
    } catch (Reading.Refusal e) {
      throw e.failure();
    }
  }

  private ExplainBaseline.Cost measured(String sql, String options) throws ServerFailure {
    PlanTree plan = sandbox.reading(() -> Planning.explain(session, options, sql));
    return new ExplainBaseline.Cost(plan.cost(), plan.buffers());
  }
}
