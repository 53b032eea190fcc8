package io.github.dbsage.app;

import io.github.dbsage.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The goal apply in a JVM of its own, which can be killed. */
final class ForkedApply {

  private ForkedApply() {}

  /** Folder, URL, user, password, lock, and the gates to open, if any. */
  public static void main(String[] arguments) {
    Workspace workspace = Workspace.of(Path.of(arguments[0]));
    if (Lock.valueOf(arguments[4]) == Lock.LEASE) {
      workspace.lease();
    }
    if (arguments.length > 5) {
      workspace.deployed(arguments[5]);
    }
    Outcome outcome = workspace.applyAt(arguments[1], arguments[2], arguments[3]);
    System.exit(outcome.report().passed() ? 0 : 1);
  }

  static Process start(Path folder, TestDatabase database) throws IOException {
    return start(folder, database, database.jdbcUrl(), Lock.SESSION);
  }

  static Process start(Path folder, TestDatabase database, String url, Lock lock, String... gates)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ForkedApply.class.getName(),
                folder.toString(),
                url,
                database.user(),
                database.password(),
                lock.name()));
    command.addAll(List.of(gates));
    return new ProcessBuilder(command).inheritIO().start();
  }
}
