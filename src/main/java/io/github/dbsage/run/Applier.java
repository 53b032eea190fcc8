package io.github.dbsage.run;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.history.History;
import io.github.dbsage.history.Journal;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.Listener;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Redaction;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.model.UserError;
import io.github.dbsage.sql.Migration;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Brings migrations to a database, one after another: each in one transaction with its history row,
 * or, where a statement forbids that, in journalled segments. A failure is recorded. Not
 * thread-safe.
 */
public final class Applier implements AutoCloseable {

  private final Database database;
  private final Session record;
  private final History history;
  private final Journal journal;
  private final Settings settings;
  private final Redaction redaction;
  private final Listener listener;

  private Session work;

  /**
   * Opens the session that migrations run in.
   *
   * @param record the run lock's session: the bookkeeping that stands outside of migrations goes
   *     through it, so that it ends with the lock
   * @param redaction applied to errors before they are written into a table
   */
  public Applier(
      Database database,
      Session record,
      History history,
      Journal journal,
      Settings settings,
      Redaction redaction,
      Listener listener) {
    this.database = database;
    this.record = record;
    this.history = history;
    this.journal = journal;
    this.settings = settings;
    this.redaction = redaction;
    this.listener = listener;
    this.work = database.open();
  }

  /** What became of a step; {@code error} is null where it went through. */
  public record Outcome(StepReport report, @Nullable Problem error) {}

  /**
   * Applies one migration.
   *
   * @param number from 1 within this run
   * @param failedBefore whether the history has a row of a failed attempt
   */
  public Outcome apply(SqlStep step, int number, int of, boolean failedBefore) {
    long start = System.nanoTime();
    SortedMap<Integer, Journal.Line> lines = journal.read(record, step.version());
    int done = Segments.done(lines);
    listener.on(new Event.StepStarted(step, number, of, step.shape().statements(), done + 1));
    StatementLog log = new StatementLog();
    boolean segmented = step.shape().segmented() || !lines.isEmpty();
    Problem error = null;
    try {
      if (segmented) {
        segments(step, log).run(lines);
      } else {
        whole(step, log, failedBefore);
      }
      work.send("DISCARD ALL");
    } catch (StatementFailed e) {
      error = redaction.redact(failed(step, e, segmented, start));
    } catch (UserError e) {
      error = redaction.redact(e.problem());
      note(step, error, start);
    } catch (ServerFailure e) {
      StatementFailed failed = new StatementFailed(e, null, 0, "");
      error = redaction.redact(failed(step, failed, segmented, start));
    }
    StepReport.State state =
        error != null
            ? StepReport.State.FAILED
            : done > 0 ? StepReport.State.RESUMED : StepReport.State.APPLIED;
    StepReport report =
        new StepReport(
            step.version(),
            step.name(),
            StepReport.Kind.SQL,
            state,
            step.shape().statements(),
            log.statements(),
            (System.nanoTime() - start) / 1_000_000,
            null);
    listener.on(new Event.StepEnded(report, error));
    return new Outcome(report, error);
  }

  @Override
  public void close() {
    work.close();
  }

  private Segments segments(SqlStep step, StatementLog log) {
    return new Segments(work, record, history, journal, settings, listener, step, log);
  }

  private void whole(SqlStep step, StatementLog log, boolean failedBefore) {
    List<String> bookkeeping = history.recording(step, failedBefore);
    Backoff backoff = new Backoff(settings, listener);
    while (true) {
      try (Cursor cursor = Cursor.open(step)) {
        Transaction transaction =
            new Transaction(work, listener, log, settings.inTransaction(step.timeouts()));
        for (Migration.Run run = cursor.peek(); run != null; run = cursor.peek()) {
          cursor.take();
          transaction.add(run, cursor, settings.inTransaction(run.timeouts()));
        }
        transaction.commit(bookkeeping);
        return;
      } catch (StatementFailed e) {
        if (e.failure().connectionLost()) {
          if (committedAllTheSame(step)) {
            return;
          }
          throw e;
        }
        work.send("ROLLBACK");
        log.clear();
        if (!backoff.again(e)) {
          throw e;
        }
      }
    }
  }

  /** The connection may have gone after the server had committed: only the row can tell. */
  private boolean committedAllTheSame(SqlStep step) {
    int gone = work.pid();
    work.close();
    work = Reconnection.open(database, gone, settings.patience());
    boolean applied = history.isApplied(work, step.version());
    if (applied) {
      listener.on(
          new Event.Remark("the connection was lost at COMMIT; the server had committed it"));
    }
    return applied;
  }

  private Problem failed(SqlStep step, StatementFailed failed, boolean segmented, long start) {
    if (failed.failure().connectionLost()) {
      String outcome =
          segmented
              ? "What the journal calls done is kept; the next run finds out about the rest."
              : "Nothing of this migration was kept.";
      Problem problem = RunProblems.connectionLost(step, failed, outcome);
      note(step, problem, start);
      return problem;
    }
    String leftover = null;
    try {
      leftover = segmented ? Leftover.of(work, failed) : null;
      work.send("ROLLBACK");
      work.send("DISCARD ALL");
    } catch (ServerFailure e) {
      listener.on(new Event.Remark("the session could not be reset: " + e.text()));
    }
    Problem problem = RunProblems.refused(step, failed, segmented, leftover);
    note(step, problem, start);
    return problem;
  }

  /** Records a failure; where that fails too, the failure itself is what counts. */
  private void note(SqlStep step, Problem problem, long start) {
    Problem clean = redaction.redact(problem);
    String where = clean.where() == null ? "" : clean.where() + " ";
    String state = clean.sqlState() == null ? "" : clean.sqlState() + " ";
    try {
      history.fail(
          record, step, where + state + clean.what(), (System.nanoTime() - start) / 1_000_000);
    } catch (UserError e) {
      listener.on(new Event.Remark("the failure was not recorded: " + e.problem().what()));
    } catch (ServerFailure e) {
      listener.on(new Event.Remark("the failure was not recorded: " + e.text()));
    }
  }
}
