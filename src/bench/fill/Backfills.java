package bench.fill;

import bench.Machine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** The benchmark of the backfills. {@code src/bench/backfill --help} says how to call it. */
public final class Backfills {

  private static final Path REPORT = Path.of("target", "bench", "backfill.md");

  private Backfills() {}

  /** Ends with 2 where the command line is wrong, with 1 where something failed. */
  public static void main(String[] arguments) throws InterruptedException {
    if (List.of(arguments).contains("--help")) {
      System.out.print(Choices.USAGE);
      return;
    }
    try {
      System.exit(measure(Choices.of(arguments)) ? 0 : 1);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + "\n\n" + Choices.USAGE);
      System.exit(2);
    } catch (IOException | SQLException e) {
      System.err.println("The benchmark ends here: " + e);
      System.exit(1);
    }
  }

  private static boolean measure(Choices choices)
      throws IOException, InterruptedException, SQLException {
    Files.deleteIfExists(REPORT);
    double load = Machine.load();
    try (Postmaster server = Postmaster.start(choices.programs(), choices.data())) {
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
      say(
          String.format(
              Locale.ROOT,
              "# Backfills%s%n%n- %s; load before the start %.1f%n- PostgreSQL %s%n- rounds: %d%n",
              choices.quick() ? ", to see that it works: these figures mean nothing" : "",
              Machine.description(),
              load,
              server.settings(),
              choices.rounds()));
      if (server.fileSystem().equals("tmpfs")) {
        say("- The data are in memory: a commit waits for nothing, these figures mean nothing\n");
      }
      Ring ring = new Ring(server);
      Targets targets = new Targets();
      Bouts bouts = new Bouts(ring, choices, targets);
      Beside beside = new Beside(ring, choices, targets);
      bouts.warmUp();
      for (Choices.Scenario scenario : choices.scenarios()) {
        System.err.println(scenario.label());
        say(
            switch (scenario) {
              case THROUGHPUT -> bouts.throughput();
              case GROWTH -> bouts.growth();
              case FOREGROUND -> beside.foreground();
              case INDEXES -> bouts.indexes();
              case KEYS -> bouts.keys();
              case MEMORY -> bouts.memory();
            });
      }
      say(Bouts.heading("targets:") + targets);
      return !bouts.failed() && !beside.failed();
    }
  }

  /** At once: whoever interrupts the benchmark keeps what is there. */
  private static void say(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.out.writeBytes(bytes);
    System.out.flush();
    Files.write(REPORT, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
