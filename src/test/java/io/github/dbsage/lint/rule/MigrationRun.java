package io.github.dbsage.lint.rule;

import io.github.dbsage.sql.Statement;
import io.github.dbsage.testing.TestDatabase;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.PgConnection;

/** Runs a migration and looks around between its statements, before the commit. Use once. */
final class MigrationRun implements AutoCloseable {

  /** What the server says of a message without a condition of its own. */
  private static final String NO_CONDITION = "00000";

  private final TestDatabase database;
  private final Evidence evidence;
  private final PgConnection session;
  private final java.sql.Statement sender;
  private int ordinal;

  MigrationRun(TestDatabase database, Evidence evidence) throws SQLException {
    this.database = database;
    this.evidence = evidence;
    this.session = Application.connect(database).unwrap(PgConnection.class);
    this.sender = Application.plain(session);
  }

  /** Runs it; the SQLSTATE that it ends with, or null. */
  @Nullable String run(MigrationText text) throws Exception {
    try {
      for (MigrationText.Unit unit : text.units()) {
        if (unit.together()) {
          sender.execute("BEGIN");
        }
        Sight begin = Sight.of(session);
        Sight then = begin;
        for (Statement statement : unit.statements()) {
          then = run(statement.text(), then);
        }
        if (unit.together()) {
          evidence.transaction(begin, then);
          sender.execute("COMMIT");
        }
      }
      return null;
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }

  /** Ends the session, and with it a transaction that the file has left open. */
  @Override
  public void close() throws SQLException {
    session.close();
  }

  private Sight run(String sql, Sight then) throws Exception {
    evidence.held(then, ++ordinal);
    if (session.getTransactionState() != TransactionState.IDLE) {
      send(sql);
      Sight now = Sight.of(session);
      evidence.statement(then, now);
      return now;
    }
    Map<Long, Set<String>> locks =
        new Alone(database, then.tables())
            .run(
                session.getBackendPID(),
                () -> {
                  send(sql);
                  return "sent";
                });
    Sight now = Sight.of(session);
    evidence.alone(then, now, locks);
    return now;
  }

  private void send(String sql) throws SQLException {
    sender.execute(sql);
    for (SQLWarning warning = sender.getWarnings();
        warning != null;
        warning = warning.getNextWarning()) {
      if (!NO_CONDITION.equals(warning.getSQLState())) {
        evidence.add("warning " + warning.getSQLState());
      }
    }
  }
}
