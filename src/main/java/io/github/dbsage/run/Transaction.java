package io.github.dbsage.run;

import io.github.dbsage.db.Batch;
import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Timeouts;
import io.github.dbsage.sql.Command;
import io.github.dbsage.sql.Migration;
import io.github.dbsage.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One transaction over many statements, sent in as few messages as memory allows: a small migration
 * is a single one, BEGIN and COMMIT included. Finds out which statement failed. Use once.
 */
final class Transaction {

  /** Characters that are gathered before they are sent. */
  private static final int CHUNK = 1 << 18;

  /** Behind each statement; the line end comes first because a statement may end in a comment. */
  private static final String END = "\n;\n";

  private static final String SETTINGS = "It happened while its timeouts were set.";
  private static final String DEFERRED =
      "It happened at COMMIT, in a deferred constraint or trigger.";
  private static final String RESET = "It happened behind its COMMIT.";
  private static final String LOSS =
      "It happened while it was looked into what the script takes away.";
  private static final String RECORD = "It happened while the record of DB Sage was written.";

  private final Session session;
  private final Watch watch;
  private final StatementLog log;
  private final Budget budget;
  private final @Nullable LossGuard guard;

  private final StringBuilder buffer = new StringBuilder();
  private final List<Part> parts = new ArrayList<>();
  private boolean remembered;

  /**
   * A piece of what will be sent next.
   *
   * @param offset in the buffer, in chars
   * @param statement null for what we add ourselves
   * @param purpose of what we add ourselves: a sentence for its failure
   */
  private record Part(
      int offset, @Nullable Statement statement, int ordinal, @Nullable String purpose) {}

  /**
   * Begins one.
   *
   * @param guard what keeps it from taking data away, or null
   */
  Transaction(
      Session session, Watch watch, StatementLog log, Budget budget, @Nullable LossGuard guard) {
    this.session = session;
    this.watch = watch;
    this.log = log;
    this.budget = budget;
    this.guard = guard;
    budget.begin();
    watch.begin();
    own("BEGIN", "It happened before its first statement.");
    session.entering().forEach(sql -> own(sql, SETTINGS));
  }

  /** Adds what an earlier transaction of the file set for those behind it. */
  void repeat(String setting) {
    remember();
    own(setting, "It happened while a setting from further up in the file was repeated.");
  }

  /** Adds a statement; for COPY, takes its data from the cursor. */
  void add(Migration.Run run, Cursor cursor) {
    if (!SessionState.isTransactionMode(run.statement())) {
      remember();
    }
    set(budget.before(run));
    Statement statement = run.statement();
    if (statement.command() instanceof Command.CopyIn) {
      flush();
      copy(run, cursor);
    } else {
      append(statement.text(), statement, run.ordinal(), null);
      if (buffer.length() > CHUNK || changesLexing(statement)) {
        flush();
      }
    }
  }

  /**
   * Adds the bookkeeping and commits. Before it, deferred constraints and triggers are called, in
   * the role and with the search path that the file left; for it, both are what they were at the
   * session's begin, and names mean what PostgreSQL itself calls so.
   *
   * @throws StatementFailed when the server refuses a statement, the bookkeeping or the COMMIT
   * @throws DataAtRisk where it would take away what nobody has looked into
   */
  void commit(List<String> bookkeeping) {
    commit(bookkeeping, List.of());
  }

  /**
   * The same, and makes the session what it was, in the same message.
   *
   * @param resetting the statements that do
   * @return whether they went through; the transaction is committed either way
   */
  boolean commit(List<String> bookkeeping, List<String> resetting) {
    remember();
    own("SET LOCAL statement_timeout = 0", RECORD);
    own("SET CONSTRAINTS ALL IMMEDIATE", DEFERRED);
    own("SET LOCAL SESSION AUTHORIZATION DEFAULT", RECORD);
    own("SET LOCAL role TO DEFAULT", RECORD);
    own("SET LOCAL search_path = pg_catalog, pg_temp", RECORD);
    LossGuard keeper = guard;
    if (keeper != null) {
      flush();
      guarded(() -> keeper.ending(session));
    }
    bookkeeping.forEach(sql -> own(sql, RECORD));
    session.leaving().forEach(sql -> own(sql, RECORD));
    own("COMMIT", "It happened at COMMIT.");
    int committed = parts.size();
    resetting.forEach(sql -> own(sql, RESET));
    boolean reset = flush(committed);
    budget.committed();
    if (keeper != null) {
      keeper.committed();
    }
    return reset;
  }

  private void remember() {
    if (!remembered) {
      remembered = true;
      session.remembering().forEach(sql -> own(sql, SETTINGS));
      lockFirst();
    }
  }

  /** What was found empty must still be so; behind the script's own SET TRANSACTION, if any. */
  private void lockFirst() {
    LossGuard keeper = guard;
    if (keeper != null && !keeper.locking().isEmpty()) {
      set(new Timeouts(budget.beforeLock(keeper.lockTimeout()), null));
      own(keeper.locking(), LOSS);
      flush();
      guarded(() -> keeper.locked(session));
    }
  }

  private void guarded(Runnable look) {
    try {
      watch.over(
          session,
          budget,
          () -> "a look at what the script takes away",
          () -> {
            look.run();
            return 0;
          });
    } catch (ServerFailure e) {
      throw new StatementFailed(e, LOSS);
    }
  }

  private void own(String sql, String purpose) {
    append(sql, null, 0, purpose);
  }

  private void append(
      String sql, @Nullable Statement statement, int ordinal, @Nullable String purpose) {
    parts.add(new Part(buffer.length(), statement, ordinal, purpose));
    buffer.append(sql).append(END);
  }

  private void set(Timeouts values) {
    if (values.lock() != null) {
      own("SET LOCAL lock_timeout = " + values.lock().toMillis(), SETTINGS);
    }
    if (values.statement() != null) {
      own("SET LOCAL statement_timeout = " + values.statement().toMillis(), SETTINGS);
    }
  }

  /**
   * The server reads a whole message before it runs any of it: this setting would come too late.
   */
  private static boolean changesLexing(Statement statement) {
    return statement.text().toLowerCase(Locale.ROOT).contains("standard_conforming_strings");
  }

  private void flush() {
    flush(Integer.MAX_VALUE);
  }

  /** Sends what was gathered; false where something failed behind as many parts as are enough. */
  private boolean flush(int enough) {
    if (parts.isEmpty()) {
      return true;
    }
    String sql = buffer.toString();
    Batch batch = new Batch(notice -> watch.tell(event(notice)));
    boolean whole = true;
    try {
      watch.over(
          session,
          budget,
          this::piece,
          () -> {
            session.send(sql, batch);
            return 0;
          });
    } catch (ServerFailure e) {
      if (batch.completed() < enough) {
        throw failed(e, sql, batch.completed());
      }
      whole = false;
    }
    List<Long> rows = batch.rows();
    for (int i = 0; i < parts.size(); i++) {
      Statement statement = parts.get(i).statement();
      if (statement != null) {
        log.ran(statement, null, i < rows.size() ? rows.get(i) : null);
      }
    }
    parts.clear();
    buffer.setLength(0);
    return whole;
  }

  private void copy(Migration.Run run, Cursor cursor) {
    log.ran(run.statement(), null, Copy.run(session, watch, budget, run, cursor));
  }

  /** Which of the statements runs, nobody can see from outside. */
  private String piece() {
    return Piece.of(parts.stream().map(Part::statement).filter(Objects::nonNull).toList());
  }

  private StatementFailed failed(ServerFailure failure, String sql, int completed) {
    int index = Math.min(completed, parts.size() - 1);
    int offset = -1;
    if (failure.position() > 0) {
      // A syntax error is found before anything ran: there the position alone tells.
      offset =
          sql.offsetByCodePoints(
              0, Math.min(failure.position() - 1, sql.codePointCount(0, sql.length())));
      for (int i = 0; i < parts.size() && parts.get(i).offset() <= offset; i++) {
        index = i;
      }
    }
    Part part = parts.get(index);
    Statement statement = part.statement();
    if (statement == null) {
      return new StatementFailed(failure, String.valueOf(part.purpose()));
    }
    int within = offset < 0 ? 0 : Math.min(offset - part.offset(), statement.text().length());
    return new StatementFailed(
        failure, statement.placeAt(within), part.ordinal(), statement.sha256());
  }

  static Place place(Statement statement, int position) {
    return position < 1 ? statement.start() : statement.placeAtPosition(position);
  }

  static Event event(Batch.Notice notice) {
    return new Event.Notice(notice.severity(), notice.message(), notice.detail());
  }
}
