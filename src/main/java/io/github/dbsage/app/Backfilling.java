package io.github.dbsage.app;

import io.github.dbsage.backfill.BackfillEngine;
import io.github.dbsage.backfill.signal.Signals;
import io.github.dbsage.db.Database;
import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.history.Tables;
import io.github.dbsage.model.BackfillReport;
import io.github.dbsage.model.BackfillStep;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.model.UserError;
import io.github.dbsage.run.StepOutcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs backfills for a goal, with connections of their own: what is left of one that was stopped is
 * in the database, and the next run goes on from there.
 *
 * @param database the goal's own, whose address they use
 */
record Backfilling(GoalRun run, Database database, Tables tables) {

  /** Writes down how a backfill goes; each may fail as the database may. */
  interface Recording {

    /** Before its first batch. */
    void begin();

    /** All of it is done and verified. */
    void finish(long elapsedMs);

    /**
     * It failed, or somebody stopped it.
     *
     * @param error redacted
     */
    void fail(String error, long elapsedMs);
  }

  /**
   * Runs one to its end.
   *
   * @param number from 1 within this run of the goal
   * @param resumed whether somebody began it before
   */
  StepOutcome backfill(
      BackfillStep step, int number, int of, boolean resumed, Recording recording) {
    long start = System.nanoTime();
    run.listener().on(new Event.StepStarted(step, number, of, step.statements(), 1));
    BackfillReport report = null;
    Problem problem;
    try {
      recording.begin();
      BackfillEngine.Result result = engine(step);
      report = result.report();
      problem = result.error();
      if (problem == null) {
        recording.finish(since(start));
      }
    } catch (UserError e) {
      problem = e.problem();
    } catch (ServerFailure e) {
      problem = AppProblems.server(e);
    }
    Problem error = problem == null ? null : run.redaction().redact(problem);
    if (error != null) {
      note(recording, error, since(start));
    }
    StepReport ended =
        new StepReport(
            step.version(),
            step.name(),
            step.kind(),
            error != null
                ? StepReport.State.FAILED
                : resumed ? StepReport.State.RESUMED : StepReport.State.APPLIED,
            step.statements(),
            List.of(),
            since(start),
            null,
            null,
            List.of(),
            report,
            null);
    run.listener().on(new Event.StepEnded(ended, error));
    return new StepOutcome(ended, error);
  }

  private BackfillEngine.Result engine(BackfillStep step) {
    try (Database own = run.another(database)) {
      return BackfillEngine.run(
          new BackfillEngine.Request(
              own,
              step.version(),
              step.spec(),
              step.source(),
              tables.schema(),
              Signals.ALL,
              Applications.host(),
              run.redaction(),
              run.listener()));
    }
  }

  /** Where that fails too, the failure itself is what counts. */
  private void note(Recording recording, Problem error, long elapsedMs) {
    String where = error.where() == null ? "" : error.where() + " ";
    String state = error.sqlState() == null ? "" : error.sqlState() + " ";
    @Nullable String why = null;
    try {
      recording.fail(where + state + error.what(), elapsedMs);
    } catch (UserError e) {
      why = e.problem().what();
    } catch (ServerFailure e) {
      why = e.text();
    }
    if (why != null) {
      run.listener().on(new Event.Remark("the failure was not recorded: " + why));
    }
  }

  private static long since(long start) {
    return (System.nanoTime() - start) / 1_000_000;
  }
}
