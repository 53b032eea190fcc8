package io.github.dbsage.db;

import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.CachedQuery;
import org.postgresql.core.Field;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.Tuple;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/**
 * One message of the simple protocol and what came back. It goes through the driver's query
 * executor, because {@code java.sql.Statement} forgets the answers before an error, and they are
 * what tells which statement failed; notices arrive while the server still works. Use once.
 */
public final class Batch {

  private static final int FLAGS =
      QueryExecutor.QUERY_EXECUTE_AS_SIMPLE
          | QueryExecutor.QUERY_SUPPRESS_BEGIN
          | QueryExecutor.QUERY_NO_RESULTS
          | QueryExecutor.QUERY_ONESHOT;

  private final Consumer<Notice> notices;
  private final List<Long> rows = new ArrayList<>();

  public Batch(Consumer<Notice> notices) {
    this.notices = notices;
  }

  /** What the server said meanwhile: NOTICE, WARNING, INFO. */
  public record Notice(
      String severity, @Nullable String sqlState, String message, @Nullable String detail) {}

  /** How many statements the server completed. */
  public int completed() {
    return rows.size();
  }

  /** Rows touched by each completed statement, in order; 0 where the server gave no count. */
  public List<Long> rows() {
    return List.copyOf(rows);
  }

  void send(PgConnection connection, String sql) {
    try {
      QueryExecutor executor = connection.getQueryExecutor();
      CachedQuery query = executor.createQuery(sql, false, false);
      executor.execute(query.query, null, new Handler(), 0, 0, FLAGS);
    } catch (SQLException e) {
      throw new ServerFailure(e);
    }
  }

  private final class Handler extends ResultHandlerBase {
    @Override
    public void handleResultRows(
        Query fromQuery, Field[] fields, List<Tuple> tuples, @Nullable ResultCursor cursor) {
      rows.add(0L);
    }

    @Override
    public void handleCommandStatus(String status, long updateCount, long insertOid) {
      rows.add(updateCount);
    }

    @Override
    public void handleWarning(SQLWarning warning) {
      notices.accept(notice(warning));
    }
  }

  /** A warning of the driver as the server said it. */
  static Notice notice(SQLWarning warning) {
    ServerErrorMessage message =
        warning instanceof PSQLWarning psql ? psql.getServerErrorMessage() : null;
    return message == null
        ? new Notice("WARNING", null, String.valueOf(warning.getMessage()), null)
        : new Notice(
            String.valueOf(message.getSeverity()),
            message.getSQLState(),
            String.valueOf(message.getMessage()),
            message.getDetail());
  }
}
