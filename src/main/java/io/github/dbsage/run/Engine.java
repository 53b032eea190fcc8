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
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs courses on a database, one after another: each in one transaction with its record, or, where
 * a statement forbids that, in journalled segments. A failure is recorded. Not thread-safe.
 */
final class Engine implements AutoCloseable {

  private final Database database;
  private final Session record;
  private final History history;
  private final Settings settings;
  private final Redaction redaction;
  private final Listener listener;
  private final Watch watch;

  private final Ahead ahead = new Ahead();

  private Advice advice = (step, failure) -> failure;
  private Session work;
  private boolean dirty;

  /**
   * Opens the session that migrations run in.
   *
   * @param record the run lock's session: the bookkeeping that stands outside of migrations goes
   *     through it, so that it ends with the lock
   * @param redaction applied to errors before they are written into a table
   */
  Engine(
      Database database,
      Session record,
      History history,
      Settings settings,
      Redaction redaction,
      Listener listener) {
    this.database = database;
    this.record = record;
    this.history = history;
    this.settings = settings;
    this.redaction = redaction;
    this.listener = listener;
    this.watch = new Watch(database, settings, redaction, listener);
    this.work = database.open();
  }

  /**
   * Runs one course.
   *
   * @param number from 1 within this run
   * @param lines what its journal says of earlier runs
   * @param coming the steps behind it, to be read meanwhile
   */
  StepOutcome run(
      Course course,
      int number,
      int of,
      SortedMap<Integer, Journal.Line> lines,
      List<SqlStep> coming) {
    long start = System.nanoTime();
    SqlStep step = course.step();
    int done = Segments.done(lines);
    watch.begin(step.version());
    listener.on(new Event.StepStarted(step, number, of, step.shape().statements(), done + 1));
    StatementLog log = new StatementLog(redaction);
    boolean segmented = step.shape().segmented() || !lines.isEmpty();
    Problem problem = null;
    try {
      reset();
      if (segmented) {
        segments(course, log, lines).run();
      } else {
        whole(course, log, coming);
      }
    } catch (StatementFailed e) {
      problem = failed(course, e, segmented);
    } catch (UserError e) {
      problem = e.problem();
      abandon();
    } catch (ServerFailure e) {
      StatementFailed failed = new StatementFailed(e, "It happened between the statements.");
      problem = failed(course, failed, segmented);
    }
    Problem error = problem == null ? null : redaction.redact(advice.on(step, problem));
    if (error != null) {
      note(course, error, start);
    }
    StepReport.State state = error != null ? StepReport.State.FAILED : course.ended(done > 0);
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
    Event.Delayed delayed = watch.meetings().delayed();
    if (delayed != null) {
      listener.on(delayed);
    }
    listener.on(new Event.StepEnded(report, error));
    return new StepOutcome(report, error);
  }

  /** Has failures looked at by somebody else. */
  void advised(Advice by) {
    advice = by;
  }

  Meetings meetings() {
    return watch.meetings();
  }

  @Override
  public void close() {
    ahead.close();
    watch.close();
    work.close();
  }

  /**
   * Makes the session what it was before the last migration; takes a new one where the server has
   * ended it since.
   */
  private void reset() {
    if (!dirty) {
      dirty = true;
      return;
    }
    try {
      work.reset();
    } catch (ServerFailure e) {
      work.close();
      work = database.open();
    }
  }

  /** Rolls back what is open, so that the record can be written beside it. */
  private void abandon() {
    try {
      work.send("ROLLBACK");
    } catch (ServerFailure e) {
      work.close();
    }
  }

  private Segments segments(
      Course course, StatementLog log, SortedMap<Integer, Journal.Line> lines) {
    return new Segments(work, record, settings, listener, watch, course, log, lines);
  }

  private void whole(Course course, StatementLog log, List<SqlStep> coming) {
    List<String> bookkeeping = course.recording();
    Budget budget = new Budget(settings);
    Backoff backoff = new Backoff(settings, listener, watch, budget);
    while (true) {
      try (Cursor cursor = ahead.open(course)) {
        ahead.read(coming);
        Transaction transaction = new Transaction(work, watch, log, budget, course.guard());
        for (Migration.Run run = cursor.peek(); run != null; run = cursor.peek()) {
          cursor.take();
          transaction.add(run, cursor);
        }
        dirty = !transaction.commit(bookkeeping, work.resetting()) || work.resetting().isEmpty();
        return;
      } catch (StatementFailed e) {
        if (e.failure().connectionLost()) {
          if (committedAllTheSame(course)) {
            return;
          }
          throw e;
        }
        work.send("ROLLBACK");
        budget.rolledBack();
        log.backTo(0);
        if (!backoff.again(e)) {
          throw e;
        }
        // ROLLBACK keeps what is no part of a transaction, such as prepared statements.
        work.reset();
      } catch (DataAtRisk e) {
        work.send("ROLLBACK");
        budget.rolledBack();
        log.backTo(0);
        work.reset();
        Objects.requireNonNull(course.guard()).look(work, watch, budget, e);
      }
    }
  }

  /** The connection may have gone after the server had committed: only the row can tell. */
  private boolean committedAllTheSame(Course course) {
    int gone = work.pid();
    work.close();
    boolean applied;
    try {
      work = Reconnection.open(database, gone, settings.patience());
      history.fenceOff(work, settings.patience());
      applied = course.isRecorded(work);
    } catch (UserError e) {
      throw new UserError(RunProblems.outcomeUnknown(course, e.problem().what()), e);
    } catch (ServerFailure e) {
      throw new UserError(RunProblems.outcomeUnknown(course, e.text()), e);
    }
    if (applied) {
      listener.on(
          new Event.Remark("the connection was lost at COMMIT; the server had committed it"));
    }
    return applied;
  }

  private Problem failed(Course course, StatementFailed failed, boolean segmented) {
    if (failed.failure().connectionLost()) {
      String outcome =
          segmented
              ? "What the journal calls done is kept; the next run finds out about the rest."
              : RunProblems.nothingKept(course);
      return RunProblems.connectionLost(course, failed, outcome);
    }
    abandon();
    String leftover = segmented ? leftover(failed) : null;
    return RunProblems.refused(course, failed, segmented, leftover, watch.blockers());
  }

  private @Nullable String leftover(StatementFailed failed) {
    try {
      return Leftover.of(work, failed);
    } catch (ServerFailure e) {
      listener.on(new Event.Remark("what the failure left behind could not be seen: " + e.text()));
      return null;
    }
  }

  /** Records a redacted failure; where that fails too, the failure itself is what counts. */
  private void note(Course course, Problem error, long start) {
    String where = error.where() == null ? "" : error.where() + " ";
    String state = error.sqlState() == null ? "" : error.sqlState() + " ";
    try {
      course.fail(record, where + state + error.what(), (System.nanoTime() - start) / 1_000_000);
    } catch (UserError e) {
      listener.on(new Event.Remark("the failure was not recorded: " + e.problem().what()));
    } catch (ServerFailure e) {
      listener.on(new Event.Remark("the failure was not recorded: " + e.text()));
    }
  }
}
