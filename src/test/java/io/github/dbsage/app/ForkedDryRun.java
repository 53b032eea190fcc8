package io.github.dbsage.app;

import io.github.dbsage.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The goal dry-run in a JVM of its own, which can be stopped and killed. */
final class ForkedDryRun {

  private ForkedDryRun() {}

  /** Folder, URL, user, password, mode and the servers' major version. */
  public static void main(String[] arguments) {
    Workspace project =
        Workspace.of(Path.of(arguments[0])).major(Integer.parseInt(arguments[5])).echo();
    Outcome outcome =
        project.dryRunAt(
            DryRun.Mode.valueOf(arguments[4]), arguments[1], arguments[2], arguments[3]);
    System.exit(outcome.report().passed() ? 0 : 1);
  }

  static Process start(Path folder, TestDatabase database, DryRun.Mode mode) throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Ddbsage.test.binaries="
                    + System.getProperty("dbsage.test.binaries", "target/test-postgres"),
                ForkedDryRun.class.getName(),
                folder.toString(),
                database.jdbcUrl(),
                database.user(),
                database.password(),
                mode.name(),
                String.valueOf(database.major())))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
