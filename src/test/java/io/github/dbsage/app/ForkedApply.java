package io.github.dbsage.app;

import io.github.dbsage.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The goal apply in a JVM of its own, which can be killed. */
final class ForkedApply {

  private ForkedApply() {}

  /** Folder, URL, user, password and lock. */
  public static void main(String[] arguments) {
    Workspace workspace = Workspace.of(Path.of(arguments[0]));
    if (Lock.valueOf(arguments[4]) == Lock.LEASE) {
      workspace.lease();
    }
    Outcome outcome = workspace.applyAt(arguments[1], arguments[2], arguments[3]);
    System.exit(outcome.report().passed() ? 0 : 1);
  }

  static Process start(Path folder, TestDatabase database) throws IOException {
    return start(folder, database, database.jdbcUrl(), Lock.SESSION);
  }

  static Process start(Path folder, TestDatabase database, String url, Lock lock)
      throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ForkedApply.class.getName(),
                folder.toString(),
                url,
                database.user(),
                database.password(),
                lock.name()))
        .inheritIO()
        .start();
  }
}
