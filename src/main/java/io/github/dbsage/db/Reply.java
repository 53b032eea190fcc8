package io.github.dbsage.db;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.CachedQuery;
import org.postgresql.core.Field;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.Tuple;
import org.postgresql.jdbc.PgConnection;

/** What one message of the simple protocol brought. */
final class Reply extends ResultHandlerBase {

  private static final int FLAGS =
      QueryExecutor.QUERY_EXECUTE_AS_SIMPLE
          | QueryExecutor.QUERY_SUPPRESS_BEGIN
          | QueryExecutor.QUERY_ONESHOT;

  private final PgConnection connection;
  private List<Session.Row> rows = List.of();
  private Answer last = Answer.NONE;

  private Reply(PgConnection connection) {
    this.connection = connection;
  }

  /** The rows of its last query. */
  static List<Session.Row> to(PgConnection connection, String sql) {
    return Collections.unmodifiableList(sent(connection, sql).rows);
  }

  /** What its last statement brought. */
  static Answer last(PgConnection connection, String sql) {
    return sent(connection, sql).last;
  }

  private static Reply sent(PgConnection connection, String sql) {
    try {
      QueryExecutor executor = connection.getQueryExecutor();
      CachedQuery query = executor.createQuery(sql, false, false);
      Reply reply = new Reply(connection);
      executor.execute(query.query, null, reply, 0, 0, FLAGS);
      return reply;
    } catch (SQLException e) {
      throw new ServerFailure(e);
    }
  }

  @Override
  public void handleResultRows(
      Query fromQuery, Field[] fields, List<Tuple> tuples, @Nullable ResultCursor cursor) {
    List<Session.Row> read = new ArrayList<>();
    for (Tuple tuple : tuples) {
      read.add(column -> text(tuple, column - 1));
    }
    rows = read;
    last = new Answer(fields.length, read, read.size());
  }

  @Override
  public void handleCommandStatus(String status, long updateCount, long insertOid) {
    last = new Answer(0, List.of(), updateCount);
  }

  @Override
  public void handleWarning(SQLWarning warning) {
    // What triggers say on each row would only fill the memory.
  }

  private @Nullable String text(Tuple tuple, int column) {
    if (tuple.get(column) == null) {
      return null;
    }
    try {
      return connection.getEncoding().decode(tuple.get(column));
    } catch (IOException e) {
      throw new ServerFailure(e);
    }
  }
}
