package io.github.dbsage.lint.rule;

import io.github.dbsage.testing.TestDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A session of the running application, which also looks at what is there. Not thread-safe. */
final class Application implements AutoCloseable {

  private static final String NOT_IN_PREREQUISITE_STATE = "55000";

  private final Connection connection;
  private final Statement statement;

  Application(TestDatabase database) throws SQLException {
    this.connection = connect(database);
    this.statement = plain(connection);
  }

  /** A connection that sends texts as they are, one statement each. */
  static Connection connect(TestDatabase database) throws SQLException {
    return DriverManager.getConnection(
        database.jdbcUrl() + "?preferQueryMode=simple", database.user(), database.password());
  }

  /** A statement that reads no JDBC escapes into the text. */
  static Statement plain(Connection connection) throws SQLException {
    Statement statement = connection.createStatement();
    statement.setEscapeProcessing(false);
    return statement;
  }

  /** Runs statements, each committed by itself; one may be announced to fail. */
  void run(String part) throws SQLException, IOException {
    for (MigrationText.Line line : MigrationText.lines(part)) {
      String state = null;
      try {
        statement.execute(line.sql());
      } catch (SQLException e) {
        state = e.getSQLState();
        if (line.fails() == null || !line.fails().equals(state)) {
          throw e;
        }
      }
      if (line.fails() != null && state == null) {
        throw new IllegalStateException("should fail with " + line.fails() + ": " + line.sql());
      }
    }
  }

  /** Tries a statement and undoes it; the error's SQLSTATE, or null where it works. */
  @Nullable String attempt(String sql) throws SQLException {
    statement.execute("BEGIN");
    try {
      statement.execute(sql);
      return null;
    } catch (SQLException e) {
      return e.getSQLState();
    } finally {
      statement.execute("ROLLBACK");
    }
  }

  /** The value of a query, as PostgreSQL writes it. */
  String value(String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
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

  Sight look() throws SQLException {
    return Sight.of(connection);
  }

  /** The tables that have rows, by oid. */
  Map<Long, String> full(Sight sight) throws SQLException {
    Map<Long, String> full = new HashMap<>();
    for (Sight.Relation relation : sight.relations().values()) {
      if (relation.hasRows() && hasRow(relation.name())) {
        full.put(relation.oid(), relation.name());
      }
    }
    return full;
  }

  private boolean hasRow(String table) throws SQLException {
    try (ResultSet rows = statement.executeQuery("SELECT FROM " + table + " LIMIT 1")) {
      return rows.next();
    } catch (SQLException e) {
      // A materialized view that was never filled cannot be asked.
      if (NOT_IN_PREREQUISITE_STATE.equals(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
