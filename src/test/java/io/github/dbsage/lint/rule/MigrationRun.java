package io.github.dbsage.lint.rule;

import io.github.dbsage.db.Batch;
import io.github.dbsage.db.Database;
import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.sql.Statement;
import io.github.dbsage.testing.TestDatabase;
import io.github.dbsage.trace.Trace;
import io.github.dbsage.trace.Tracer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Runs a migration under the eyes of the dry run's tracer. Use once. */
final class MigrationRun implements AutoCloseable {

  /** What the server says of a message without a condition of its own. */
  private static final String NO_CONDITION = "00000";

  private static final Pattern BEGIN =
      Pattern.compile("(BEGIN|START)\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern END =
      Pattern.compile("(COMMIT|END|ROLLBACK)\\b", Pattern.CASE_INSENSITIVE);

  private final Evidence evidence;
  private final Database database;
  private final Session session;
  private final Tracer tracer;
  private boolean open;
  private int ordinal;

  MigrationRun(TestDatabase database, Evidence evidence) {
    this.evidence = evidence;
    this.database = Database.at(database.target(), "dbsage test");
    this.session = this.database.open();
    this.tracer = new Tracer(session);
  }

  /** Runs it; the SQLSTATE that it ends with, or null. */
  @Nullable String run(MigrationText text) {
    try {
      for (MigrationText.Unit unit : text.units()) {
        if (unit.together()) {
          begin();
        }
        for (Statement statement : unit.statements()) {
          run(statement.text());
        }
        if (unit.together()) {
          session.send("COMMIT");
          open = false;
          evidence.transactionEnded();
        }
      }
      return null;
    } catch (ServerFailure e) {
      return e.sqlState();
    }
  }

  /** Ends the session, and with it a transaction that the file has left open. */
  @Override
  public void close() {
    database.close();
  }

  private void begin() {
    session.send("BEGIN");
    tracer.begin();
    open = true;
  }

  private void run(String sql) {
    ordinal++;
    if (open) {
      send(sql);
      if (END.matcher(sql).lookingAt()) {
        open = false;
        evidence.transactionEnded();
        return;
      }
      evidence.statement(tracer.ran(sql), ordinal);
      return;
    }
    Trace trace = tracer.alone(sql, database, () -> send(sql));
    if (BEGIN.matcher(sql).lookingAt()) {
      tracer.begin();
      open = true;
      return;
    }
    evidence.statement(trace, ordinal);
  }

  private void send(String sql) {
    session.send(
        sql,
        new Batch(
            notice -> {
              if (notice.sqlState() != null && !NO_CONDITION.equals(notice.sqlState())) {
                evidence.add("warning " + notice.sqlState());
              }
            }));
  }
}
