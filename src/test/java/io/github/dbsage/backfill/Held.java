package io.github.dbsage.backfill;

import io.github.dbsage.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Somebody who is idle in a transaction, and what it holds. */
final class Held implements AutoCloseable {

  private final Connection connection;

  private Held(Connection connection) {
    this.connection = connection;
  }

  /** Holds what statements lock, until it is closed. */
  static Held by(TestDatabase database, String... statements) {
    try {
      Held held = new Held(database.connect());
      held.connection.setAutoCommit(false);
      held.also(statements);
      return held;
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  void also(String... statements) {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  void commit() {
    try {
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** Rolls back what was not committed. */
  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }
}
