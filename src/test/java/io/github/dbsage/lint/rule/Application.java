package io.github.dbsage.lint.rule;

import io.github.dbsage.testing.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The running application: its statements, and transactions of its that are in the way. */
final class Application {

  private final TestDatabase database;

  Application(TestDatabase database) {
    this.database = database;
  }

  /** A connection that sends texts as they are, one statement each. */
  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        database.jdbcUrl() + "?preferQueryMode=simple", database.user(), database.password());
  }

  /** A statement that reads no JDBC escapes into the text. */
  static Statement plain(Connection connection) throws SQLException {
    Statement statement = connection.createStatement();
    statement.setEscapeProcessing(false);
    return statement;
  }

  /** Tries a statement and undoes it; the error's SQLSTATE, or null where it works. */
  @Nullable String attempt(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = plain(connection)) {
      connection.setAutoCommit(false);
      try {
        statement.execute(sql);
        return null;
      } catch (SQLException e) {
        return e.getSQLState();
      } finally {
        connection.rollback();
      }
    }
  }

  /** The value of a query, as PostgreSQL writes it. */
  String value(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = plain(connection);
        ResultSet rows = statement.executeQuery(sql)) {
      if (!rows.next() || rows.getMetaData().getColumnCount() != 1) {
        throw new IllegalArgumentException("not one value: " + sql);
      }
      String value = String.valueOf(rows.getString(1));
      if (rows.next()) {
        throw new IllegalArgumentException("more than one row: " + sql);
      }
      return value;
    }
  }

  /**
   * A transaction that has written to all the tables and does not end; null where a strong lock on
   * one of them is held or waited for.
   */
  @Nullable Writer writer(List<String> tables) throws SQLException {
    Connection connection = connect();
    try (Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (String table : tables) {
        statement.execute("LOCK TABLE " + table + " IN ROW EXCLUSIVE MODE NOWAIT");
      }
      try (ResultSet rows = statement.executeQuery("SELECT pg_backend_pid()")) {
        rows.next();
        return new Writer(connection, rows.getInt(1));
      }
    } catch (SQLException e) {
      connection.close();
      if ("55P03".equals(e.getSQLState())) {
        return null;
      }
      throw e;
    }
  }

  /** An open transaction with locks. */
  record Writer(Connection connection, int pid) implements AutoCloseable {
    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }
}
