package io.github.dbsage.backfill;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.Target;
import io.github.dbsage.model.Problem;
import io.github.dbsage.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A backfill of a {@link Counted} table in a JVM of its own, which can be killed. */
final class ForkedBackfill {

  private final Process process;

  private ForkedBackfill(Process process) {
    this.process = process;
  }

  /** Host, port, database, user, password and rows of a batch; prints how many rows it did. */
  public static void main(String[] arguments) {
    Target target =
        new Target(
            arguments[0],
            Integer.parseInt(arguments[1]),
            arguments[2],
            arguments[3],
            arguments[4],
            Map.of());
    try (Database database = Database.at(target, "dbsage:fork")) {
      BackfillEngine.Result result =
          Counted.backfill().batch(Integer.parseInt(arguments[5])).run(database);
      Problem error = result.error();
      System.out.println(error == null ? result.report().own() : error.toString());
      System.exit(error == null ? 0 : 1);
    }
  }

  static ForkedBackfill start(TestDatabase database, int batch) throws IOException {
    return new ForkedBackfill(
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    ForkedBackfill.class.getName(),
                    database.host(),
                    Integer.toString(database.port()),
                    database.name(),
                    database.user(),
                    database.password(),
                    Integer.toString(batch)))
            .redirectErrorStream(true)
            .start());
  }

  /** As {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for its end; the rows that it did. */
  long rows() throws IOException, InterruptedException {
    try (InputStream output = process.getInputStream()) {
      String told = new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new AssertionError(told);
      }
      return Long.parseLong(told);
    }
  }
}
