package io.github.dbsage.backfill.signal;

import io.github.dbsage.backfill.Probe;
import io.github.dbsage.backfill.Reading;
import io.github.dbsage.backfill.Signal;
import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the file's own SQL says: one number, from 1 on it holds back. One that fails or gives no
 * number holds back too: whoever wrote it wanted to be asked.
 */
final class CustomSql implements Signal {

  @Override
  public String name() {
    return "custom SQL";
  }

  @Override
  public boolean isBasic() {
    return true;
  }

  @Override
  public Reading look(Probe probe) {
    String sql = probe.spec().throttle().sql();
    if (sql == null) {
      return Reading.of(0, "the file gives no SQL of its own");
    }
    try {
      return judge(ask(probe.session(), sql));
    } catch (ServerFailure e) {
      if (e.connectionLost()) {
        throw e;
      }
      return Reading.of(1, "the SQL fails: " + e.text() + " (" + e.sqlState() + ")");
    }
  }

  /** The line feed ends a comment; the time-out begins with the statement behind it. */
  private static List<Session.Row> ask(Session session, String sql) {
    StringBuilder text = new StringBuilder("BEGIN READ ONLY;\n");
    session.entering().forEach(statement -> text.append(statement).append(";\n"));
    text.append("SET LOCAL statement_timeout = '1s';\n").append(sql).append("\n;ROLLBACK");
    boolean done = false;
    try {
      List<Session.Row> rows = session.exchange(text.toString());
      done = true;
      return rows;
    } finally {
      if (!done) {
        undo(session);
      }
    }
  }

  private static void undo(Session session) {
    try {
      session.send("ROLLBACK");
    } catch (ServerFailure e) {
      // The session is gone: what failed first says so.
    }
  }

  private static Reading judge(List<Session.Row> rows) {
    String value = rows.isEmpty() ? null : rows.get(0).text(1);
    Double number = number(value);
    if (number == null) {
      return Reading.of(
          1,
          "the SQL gives "
              + (rows.isEmpty() ? "no row" : value == null ? "NULL" : "text")
              + " where a number is wanted, 1 or more to hold back");
    }
    return Reading.of(
        Math.max(0, number), String.format(Locale.ROOT, "the SQL gives %.4g", number));
  }

  private static @Nullable Double number(@Nullable String value) {
    if (value == null) {
      return null;
    }
    try {
      double number = Double.parseDouble(value);
      return Double.isNaN(number) ? null : number;
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
