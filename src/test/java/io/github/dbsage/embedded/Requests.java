package io.github.dbsage.embedded;

import io.github.dbsage.embedded.EmbeddedServer.Lifetime;
import io.github.dbsage.embedded.EmbeddedServer.Request;
import io.github.dbsage.testing.TestBinaries;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What the tests ask for, and a look through the server's front door. */
final class Requests {

  private Requests() {}

  static Request throwAway(int major) {
    return Request.throwAway(
        Integer.toString(major), new TestBinaries(), TestBinaries.cache(), event -> {});
  }

  static Request kept(int major, Path directory) {
    return kept(major, directory, Lifetime.TIED_TO_JVM, 0);
  }

  static Request kept(int major, Path directory, Lifetime lifetime, int port) {
    return new Request(
        Integer.toString(major),
        new TestBinaries(),
        TestBinaries.cache(),
        directory,
        lifetime,
        port,
        event -> {});
  }

  /** Runs statements; the value of the last one's first column. */
  static String sql(EmbeddedServer server, String... statements) throws SQLException {
    String value = "";
    try (Connection connection =
            DriverManager.getConnection(server.url(), server.user(), server.password());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        if (statement.execute(sql)) {
          try (ResultSet rows = statement.getResultSet()) {
            value = rows.next() ? String.valueOf(rows.getString(1)) : "";
          }
        }
      }
    }
    return value;
  }

  /** Whether a process of that id runs. */
  static boolean alive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }
}
