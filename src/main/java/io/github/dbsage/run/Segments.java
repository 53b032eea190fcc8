package io.github.dbsage.run;

import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.history.Journal;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.Listener;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.Timeouts;
import io.github.dbsage.model.TransactionMode;
import io.github.dbsage.model.UserError;
import io.github.dbsage.sql.Command;
import io.github.dbsage.sql.Migration;
import io.github.dbsage.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;

/**
 * Runs a migration that cannot be one transaction: segments of ordinary statements, each a
 * transaction that journals itself, and between them statements by themselves, journalled before
 * and after. What the file puts between BEGIN and COMMIT is a segment of its own. Continues where
 * an earlier run stopped. Use once per migration.
 */
final class Segments {

  private static final int JOURNAL_CHUNK = 1_000;

  private final Session work;
  private final Session record;
  private final Journal journal;
  private final Settings settings;
  private final Listener listener;
  private final Watch watch;
  private final Course course;
  private final SqlStep step;
  private final StatementLog log;
  private final SortedMap<Integer, Journal.Line> lines;
  private final Budget budget;
  private final KeptSettings kept;

  Segments(
      Session work,
      Session record,
      Settings settings,
      Listener listener,
      Watch watch,
      Course course,
      StatementLog log,
      SortedMap<Integer, Journal.Line> lines) {
    this.work = work;
    this.record = record;
    this.journal = course.journal();
    this.settings = settings;
    this.listener = listener;
    this.watch = watch;
    this.course = course;
    this.step = course.step();
    this.log = log;
    this.lines = lines;
    this.budget = new Budget(settings);
    this.kept = new KeptSettings(work);
  }

  /** How many statements from the first on are done for good. */
  static int done(SortedMap<Integer, Journal.Line> lines) {
    int done = 0;
    for (Journal.Line line : lines.values()) {
      if (line.ordinal() != done + 1 || line.state() != Journal.State.DONE) {
        break;
      }
      done++;
    }
    return done;
  }

  void run() {
    long start = System.nanoTime();
    Cursor cursor = resume(done(lines));
    try {
      course.begin(record);
      for (Migration.Run run = cursor.peek(); run != null; run = cursor.peek()) {
        if (isAlone(run)) {
          alone(cursor.take(), cursor);
        } else {
          cursor = together(cursor, run.ordinal());
        }
      }
    } finally {
      cursor.close();
    }
    course.finish(record, (System.nanoTime() - start) / 1_000_000);
  }

  /** What was cut off by itself is taken up by itself, whatever the file says now. */
  private boolean isAlone(Migration.Run run) {
    return (step.mode() == TransactionMode.FALSE && !isWrapped(run.statement()))
        || run.statement().command() instanceof Command.NonTransactional
        || isCutOff(run.ordinal());
  }

  /**
   * Where a session keeps no timeouts, a statement gets them in a transaction of its own; and on
   * the way back, what it takes away can be seen only before a commit.
   */
  private boolean isWrapped(Statement statement) {
    return course.guard() != null
        || (work.isShared()
            && (isAtomic(statement) || statement.command() instanceof Command.CopyIn));
  }

  private boolean isCutOff(int ordinal) {
    Journal.Line line = lines.get(ordinal);
    return line != null && line.state() == Journal.State.RUNNING;
  }

  /** Passes by what is done, having compared it, and repeats what it did to the session. */
  private Cursor resume(int done) {
    Cursor cursor = Cursor.open(course);
    boolean whole = false;
    try {
      for (int ordinal = 1; ordinal <= done; ordinal++) {
        if (cursor.peek() == null) {
          throw new UserError(RunProblems.prefixChanged(course, null, ordinal));
        }
        Statement statement = cursor.take().statement();
        Journal.Line line = lines.get(ordinal);
        if (line == null || !line.sha256().equals(statement.sha256())) {
          throw new UserError(RunProblems.prefixChanged(course, statement.start(), ordinal));
        }
        cursor.skipData();
        budget.ran(statement);
        if (SessionState.isSetting(statement)) {
          repeat(statement);
        }
      }
      if (cursor.peek() == null && isCutOff(done + 1)) {
        Place file = Place.startOf(step.source().file());
        throw new UserError(RunProblems.changedWhileRunning(course, file, done + 1));
      }
      whole = true;
      return cursor;
    } finally {
      if (!whole) {
        cursor.close();
      }
    }
  }

  private void repeat(Statement setting) {
    if (work.isShared()) {
      kept.addAll(List.of(setting));
      return;
    }
    try {
      work.send(setting.text());
    } catch (ServerFailure e) {
      Place place = Transaction.place(setting, e.position());
      throw new StatementFailed(e, place, 0, setting.sha256());
    }
  }

  private Cursor together(Cursor from, int first) {
    Cursor cursor = from;
    int mark = log.mark();
    Backoff backoff = new Backoff(settings, listener, watch, budget);
    while (true) {
      try {
        transaction(cursor, first);
        return cursor;
      } catch (StatementFailed e) {
        if (e.failure().connectionLost()) {
          throw e;
        }
        work.send("ROLLBACK");
        budget.rolledBack();
        log.backTo(mark);
        if (!backoff.again(e)) {
          if (e.ordinal() > 0 && !(course.back() && first == 1)) {
            // A rollback of which nothing was kept has not begun.
            fail(e.ordinal(), e.sha256(), e.failure());
          }
          throw e;
        }
        cursor.close();
        cursor = skipTo(first);
      } catch (DataAtRisk e) {
        work.send("ROLLBACK");
        budget.rolledBack();
        log.backTo(mark);
        Objects.requireNonNull(course.guard()).look(work, watch, budget, e);
        cursor.close();
        cursor = skipTo(first);
      }
    }
  }

  private Cursor skipTo(int ordinal) {
    Cursor cursor = Cursor.open(course);
    for (Migration.Run run = cursor.peek();
        run != null && run.ordinal() < ordinal;
        run = cursor.peek()) {
      cursor.take();
      cursor.skipData();
    }
    return cursor;
  }

  private void transaction(Cursor cursor, int first) {
    Transaction transaction = new Transaction(work, watch, log, budget, course.guard());
    kept.repeatIn(transaction);
    List<Statement> set = new ArrayList<>();
    List<String> sha256 = new ArrayList<>();
    Migration.Run begin = cursor.peek();
    int block = begin == null ? 0 : begin.block();
    for (Migration.Run run = begin;
        run != null && run.block() == block && !isAlone(run);
        run = cursor.peek()) {
      cursor.take();
      transaction.add(run, cursor);
      sha256.add(run.statement().sha256());
      if (SessionState.isSetting(run.statement())) {
        set.add(run.statement());
      }
      if (step.mode() == TransactionMode.FALSE) {
        break;
      }
      if (block == 0 && Cut.isAddValue(run) && !Cut.isAddValue(cursor.peek())) {
        // The new label can be used only behind a commit.
        break;
      }
    }
    List<String> bookkeeping = new ArrayList<>();
    for (int i = 0; i < sha256.size(); i += JOURNAL_CHUNK) {
      List<String> chunk = sha256.subList(i, Math.min(sha256.size(), i + JOURNAL_CHUNK));
      bookkeeping.add(journal.done(step.version(), first + i, chunk));
    }
    transaction.commit(bookkeeping);
    kept.addAll(set);
  }

  private void alone(Migration.Run run, Cursor cursor) {
    Statement statement = run.statement();
    Journal.Line line = lines.get(run.ordinal());
    String sha256 = statement.sha256();
    kept.requireAlone(statement.start(), budget.wanted(run));
    Recovery recovery = new Recovery(work, settings, listener, watch, course);
    Recovery.Way way = line == null ? recovery.first(run) : recovery.again(run, line);
    if (way.sql() == null) {
      cursor.skipData();
      journal.write(record, step.version(), run.ordinal(), sha256, Journal.State.DONE, null);
      return;
    }
    listener.on(new Event.StatementStarted(statement.start(), log.shortened(statement.text())));
    timeouts(budget.before(run));
    boolean repeatable = isRepeatable(statement);
    if (!repeatable) {
      budget.once();
    }
    journal.write(record, step.version(), run.ordinal(), sha256, Journal.State.RUNNING, null);
    long start = System.nanoTime();
    try {
      long rows = repeatable ? sendPatiently(run, way.sql(), cursor) : send(run, way.sql(), cursor);
      log.ran(statement, (System.nanoTime() - start) / 1_000_000, rows);
    } catch (StatementFailed e) {
      if (!e.failure().connectionLost()) {
        fail(run.ordinal(), sha256, e.failure());
      }
      throw e;
    }
    journal.write(record, step.version(), run.ordinal(), sha256, Journal.State.DONE, null);
  }

  /** Whether nothing is lost when the server refuses it and it begins again. */
  private static boolean isRepeatable(Statement statement) {
    return statement.command() instanceof Command.Repeatable || isAtomic(statement);
  }

  /** Whether it is a transaction by itself: nothing of it is left when the server refuses it. */
  private static boolean isAtomic(Statement statement) {
    Command command = statement.command();
    return (command instanceof Command.Ordinary || command instanceof Command.AddEnumValue)
        && !Cut.isCode(statement);
  }

  private long sendPatiently(Migration.Run run, String sql, Cursor cursor) {
    Backoff backoff = new Backoff(settings, listener, watch, budget);
    while (true) {
      try {
        return send(run, sql, cursor);
      } catch (StatementFailed e) {
        if (!backoff.again(e)) {
          throw e;
        }
      }
    }
  }

  private long send(Migration.Run run, String sql, Cursor cursor) {
    watch.begin();
    return Single.send(work, watch, budget, run, sql, cursor);
  }

  private void timeouts(Timeouts wanted) {
    if (work.isShared()) {
      return;
    }
    if (wanted.lock() != null) {
      work.send("SET lock_timeout = " + wanted.lock().toMillis());
    }
    if (wanted.statement() != null) {
      work.send("SET statement_timeout = " + wanted.statement().toMillis());
    }
  }

  private void fail(int ordinal, String sha256, ServerFailure failure) {
    journal.write(
        record,
        step.version(),
        ordinal,
        sha256,
        Journal.State.FAILED,
        failure.sqlState() + " " + failure.text());
  }
}
