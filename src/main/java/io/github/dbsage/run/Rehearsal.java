package io.github.dbsage.run;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.Listener;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Redaction;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.model.Timeouts;
import io.github.dbsage.model.TransactionMode;
import io.github.dbsage.model.UserError;
import io.github.dbsage.sql.Command;
import io.github.dbsage.sql.Migration;
import io.github.dbsage.sql.RollbackScript;
import io.github.dbsage.sql.Statement;
import io.github.dbsage.trace.Trace;
import io.github.dbsage.trace.Tracer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs migrations statement by statement under the eyes of a tracer: for real, on a database that
 * nobody else uses; or in one transaction that is rolled back in the end. Not thread-safe.
 */
public final class Rehearsal implements AutoCloseable {

  /** A label of an enum that the same transaction has added. */
  private static final String UNSAFE_NEW_LABEL = "55P04";

  private final Database database;
  private final Settings settings;
  private final Redaction redaction;
  private final Stage stage;
  private final Watch watch;
  private final Session work;
  private final Tracer tracer;
  private boolean dirty;
  private boolean begun;

  /** Where the play is. */
  public enum Stage {
    /** On a database of our own: transactions are committed. */
    SHADOW,
    /** On somebody's database: one transaction over all migrations is rolled back. */
    TARGET
  }

  /**
   * Opens the session that migrations run in; whatever is there now was there before.
   *
   * @param redaction applied to what the report shows
   */
  public Rehearsal(
      Database database, Settings settings, Redaction redaction, Listener listener, Stage stage) {
    this.database = database;
    this.settings = settings;
    this.redaction = redaction;
    this.stage = stage;
    this.watch = new Watch(database, settings, redaction, listener);
    this.work = database.open();
    this.tracer = new Tracer(work);
  }

  /**
   * What became of a step.
   *
   * @param traced its statements, as far as they ran
   * @param skipped statements that could not run in this way
   * @param refused where the statement begins that the server refused, or null
   * @param kept whether some of it is there for good, so that it cannot run once more
   * @param error null where it went through
   */
  public record Outcome(
      StepReport report,
      List<Traced> traced,
      List<Skipped> skipped,
      @Nullable Place refused,
      boolean kept,
      @Nullable Problem error) {

    public Outcome {
      traced = List.copyOf(traced);
      skipped = List.copyOf(skipped);
    }
  }

  /**
   * A statement that ran.
   *
   * @param alone whether it ran outside of a transaction
   */
  public record Traced(Place start, String sql, boolean alone, Trace trace) {}

  /** A statement that did not run, and why: in a few words. */
  public record Skipped(Place start, String why) {}

  /** Whether a transaction is open between two steps. */
  public boolean isOpen() {
    return begun;
  }

  /** The session; between two steps it may be used for looking around. */
  public Session session() {
    return work;
  }

  /** From here on, what is there now counts as having been there before. */
  public void batch() {
    tracer.batch();
  }

  /** Somebody else has changed relations. */
  public void look() {
    tracer.look();
  }

  /** Somebody else has made relations, which count as having been there before. */
  public void provided() {
    tracer.provided();
  }

  /** Runs a step. */
  public Outcome run(SqlStep step) {
    return play(step, () -> Cursor.migration(step));
  }

  /**
   * Runs a step's rollback script in a transaction, looks, and takes everything back.
   *
   * @param look at what the session sees then, uncommitted
   * @return what went wrong, or null; the script must hold nothing that forbids a transaction
   */
  public @Nullable Problem back(SqlStep step, String script, Runnable look) {
    Part part = new Part(step);
    reset();
    work.send(stage == Stage.SHADOW ? "BEGIN" : "SAVEPOINT dbsage_back");
    try (Cursor cursor = Cursor.open(step, () -> undoing(step, script))) {
      part.open = true;
      for (Migration.Run run = cursor.peek(); run != null; run = cursor.peek()) {
        cursor.take();
        part.budget.before(run);
        part.send(run, cursor);
      }
      part.settle();
      look.run();
      return null;
    } catch (StatementFailed e) {
      return RunProblems.rehearsed(step, e, false, List.of());
    } finally {
      work.send(stage == Stage.SHADOW ? "ROLLBACK" : "ROLLBACK TO SAVEPOINT dbsage_back");
    }
  }

  /** Runs a rollback script for good, in the transactions that it needs. */
  public @Nullable Problem backForGood(SqlStep step, String script) {
    return play(segmented(step), () -> undoing(step, script)).error();
  }

  /** Whether a rollback script can run in one transaction. */
  public static boolean isOneTransaction(SqlStep step, String script) {
    try (Cursor cursor = Cursor.open(step, () -> undoing(step, script))) {
      for (Migration.Run run = cursor.peek(); run != null; run = cursor.peek()) {
        cursor.take();
        cursor.skipData();
        if (run.statement().command() instanceof Command.NonTransactional) {
          return false;
        }
      }
      return true;
    }
  }

  private static SqlStep segmented(SqlStep step) {
    SqlStep.Shape shape = step.shape();
    return new SqlStep(
        step.version(),
        step.name(),
        step.checksum(),
        step.code(),
        step.source(),
        step.rollback(),
        TransactionMode.AUTO,
        step.timeouts(),
        step.placeholders(),
        step.expand(),
        new SqlStep.Shape(shape.statements(), true, shape.copy(), shape.characters()));
  }

  private static Migration undoing(SqlStep step, String script) throws IOException {
    return RollbackScript.open(
        RollbackScript.source(step.version(), script), step.version(), Cursor.placeholders(step));
  }

  private Outcome play(SqlStep step, Cursor.Text text) {
    long start = System.nanoTime();
    Part part = new Part(step);
    Problem problem = null;
    try (Cursor cursor = Cursor.open(step, text)) {
      reset();
      part.run(cursor);
    } catch (StatementFailed e) {
      problem = part.failed(e);
    } catch (UserError e) {
      problem = e.problem();
      abandon();
    } catch (ServerFailure e) {
      problem = part.failed(new StatementFailed(e, "It happened between the statements."));
    }
    Problem error = problem == null ? null : redaction.redact(problem);
    part.holds.released();
    StepReport report =
        new StepReport(
            step.version(),
            step.name(),
            StepReport.Kind.SQL,
            error == null ? StepReport.State.APPLIED : StepReport.State.FAILED,
            step.shape().statements(),
            part.log.statements(),
            (System.nanoTime() - start) / 1_000_000,
            null,
            null,
            part.holds.all(),
            null);
    return new Outcome(
        report, part.traced, part.skipped, error == null ? null : part.current, part.kept, error);
  }

  /** Whatever is not committed is rolled back. */
  @Override
  public void close() {
    if (begun) {
      abandon();
    }
    watch.close();
    work.close();
  }

  private void reset() {
    if (stage == Stage.SHADOW) {
      if (dirty) {
        work.reset();
      }
      dirty = true;
    } else if (begun) {
      List<String> all = work.resetting();
      work.send(
          all.isEmpty() ? "SET SESSION AUTHORIZATION DEFAULT; RESET ALL" : String.join("; ", all));
    }
  }

  private void abandon() {
    begun = false;
    try {
      work.send("ROLLBACK");
    } catch (ServerFailure e) {
      work.close();
    }
  }

  /** One step on its way. */
  private final class Part {
    private final SqlStep step;
    private final StatementLog log = new StatementLog(redaction);
    private final Budget budget = new Budget(settings);
    private final Holds holds = new Holds();
    private final List<Traced> traced = new ArrayList<>();
    private final List<Skipped> skipped = new ArrayList<>();
    private boolean open;
    private boolean kept;
    private boolean traceable;
    private @Nullable Place current;

    Part(SqlStep step) {
      this.step = step;
    }

    void run(Cursor cursor) {
      for (Migration.Run run = cursor.peek(); run != null; run = cursor.peek()) {
        cursor.take();
        if (Cut.isAlone(step, run)) {
          alone(run, cursor);
          continue;
        }
        if (!open) {
          begin();
        }
        statement(run, cursor);
        if (Cut.isBehind(step, run, cursor.peek()) && stage == Stage.SHADOW) {
          commit();
        }
      }
      if (open) {
        settle();
      }
    }

    /** What waits for the end of the transaction is due. */
    private void settle() {
      try {
        work.send("SET LOCAL statement_timeout = 0; SET CONSTRAINTS ALL IMMEDIATE");
      } catch (ServerFailure e) {
        throw new StatementFailed(e, "It happened at COMMIT, in a deferred constraint or trigger.");
      }
    }

    private void begin() {
      open = true;
      if (stage == Stage.SHADOW || !begun) {
        work.send("BEGIN");
        begun = true;
        traceable = false;
      } else {
        traceable = true;
      }
      budget.begin();
    }

    /** What sets the transaction's mode has to come before anything that looks at data. */
    private void statement(Migration.Run run, Cursor cursor) {
      if (SessionState.isTransactionMode(run.statement())) {
        send(run, cursor);
        return;
      }
      if (!traceable) {
        tracer.begin();
        traceable = true;
      }
      timeouts("SET LOCAL ", budget.before(run));
      Statement statement = run.statement();
      long start = System.nanoTime();
      long rows = send(run, cursor);
      long ms = (System.nanoTime() - start) / 1_000_000;
      saw(run, tracer.ran(statement.text()), false, start, ms, rows);
    }

    private void commit() {
      settle();
      try {
        work.send("COMMIT");
      } catch (ServerFailure e) {
        throw new StatementFailed(e, "It happened at COMMIT.");
      }
      kept = true;
      open = false;
      begun = false;
      budget.committed();
      holds.released();
    }

    private void alone(Migration.Run run, Cursor cursor) {
      Statement statement = run.statement();
      if (stage == Stage.TARGET) {
        cursor.skipData();
        String what =
            statement.command() instanceof Command.NonTransactional command
                ? command.what()
                : "a statement outside of a transaction";
        skipped.add(new Skipped(statement.start(), what));
        return;
      }
      timeouts("SET ", budget.before(run));
      long start = System.nanoTime();
      kept = true;
      long[] rows = new long[1];
      Trace trace = tracer.alone(statement.text(), database, () -> rows[0] = send(run, cursor));
      long ms = (System.nanoTime() - start) / 1_000_000;
      saw(run, trace, true, start, ms, rows[0]);
      holds.released();
    }

    private void saw(
        Migration.Run run, Trace trace, boolean alone, long start, long ms, long rows) {
      Statement statement = run.statement();
      log.ran(statement, ms, rows, trace.report());
      holds.took(trace, statement.start().line(), start);
      traced.add(new Traced(statement.start(), statement.text(), alone, trace));
    }

    private long send(Migration.Run run, Cursor cursor) {
      current = run.statement().start();
      return Single.send(work, watch, budget, run, run.statement().text(), cursor);
    }

    private void timeouts(String set, Timeouts wanted) {
      if (wanted.lock() != null) {
        work.send(set + "lock_timeout = " + wanted.lock().toMillis());
      }
      if (wanted.statement() != null) {
        work.send(set + "statement_timeout = " + wanted.statement().toMillis());
      }
    }

    Problem failed(StatementFailed failed) {
      ServerFailure failure = failed.failure();
      if (failure.connectionLost()) {
        return RunProblems.rehearsed(step, failed, false, List.of());
      }
      abandon();
      boolean label = stage == Stage.TARGET && failure.is(UNSAFE_NEW_LABEL);
      if (stage == Stage.SHADOW) {
        tracer.look();
      }
      return RunProblems.rehearsed(step, failed, label || !skipped.isEmpty(), watch.blockers());
    }
  }
}
