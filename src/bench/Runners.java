package bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * The benchmark of the runners: what N migrations take us, others, and psql. {@code src/bench/run
 * --help} says how to call it.
 */
public final class Runners {

  /** How many migrations the messages are counted of. */
  private static final int COUNTED = 100;

  private static final Path OUTPUT = Path.of("target", "bench").toAbsolutePath();

  private Runners() {}

  /** The command line. Ends with 2 where it is wrong, with 1 where nothing could be measured. */
  public static void main(String[] arguments) throws InterruptedException {
    if (List.of(arguments).contains("--help")) {
      System.out.print(Options.USAGE);
      return;
    }
    try {
      measure(Options.of(arguments));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + "\n\n" + Options.USAGE);
      System.exit(2);
    } catch (IOException | SQLException e) {
      System.err.println("The benchmark ends here: " + e.getMessage());
      System.exit(1);
    }
  }

  private static void measure(Options options)
      throws IOException, InterruptedException, SQLException {
    double load = Machine.load();
    System.err.println("Building the plugin, starting the server");
    Setup setup = new Setup(Path.of("").toAbsolutePath(), OUTPUT, options.jvm());
    setup.install();
    try (Server server = setup.server(options.url())) {
      Thread atInterrupt = new Thread(server::close);
      Runtime.getRuntime().addShutdownHook(atInterrupt);
      StringJoiner notes = new StringJoiner("\n");
      notes.add(
          String.format(
              Locale.ROOT, "- %s; load before the start %.1f", Machine.description(), load));
      notes.add("- " + Machine.maven() + ", JVM options: " + jvm(options));
      notes.add(
          "- PostgreSQL "
              + (options.url().isPresent() ? "as given: " : "embedded: ")
              + server.settings());
      List<Tool> tools = new ArrayList<>();
      for (String name : options.tools()) {
        System.err.println("Trying " + name);
        Optional<String> obstacle = setup.tryOut(name, server);
        if (obstacle.isPresent()) {
          notes.add("- " + name + " is left out: " + obstacle.get());
          System.err.println(name + " is left out: " + obstacle.get());
        } else {
          tools.add(setup.tool(name));
          notes.add("- " + name + ": " + setup.tool(name).title());
        }
      }
      Rounds rounds =
          new Rounds(setup, server, tools, options.rounds(), OUTPUT.resolve("runs.csv"));
      int counted = Math.min(COUNTED, options.sizes().get(0));
      Map<String, Messages> messages = rounds.messages(counted, OUTPUT.resolve("messages.csv"));
      for (int n : options.sizes()) {
        rounds.of(n);
        report(options, notes.toString(), rounds.samples(), messages, tools);
      }
      System.out.writeBytes(Files.readAllBytes(OUTPUT.resolve("report.md")));
      System.out.flush();
      Runtime.getRuntime().removeShutdownHook(atInterrupt);
    }
  }

  /** Written after each N: whoever interrupts the benchmark keeps what is there. */
  private static void report(
      Options options,
      String notes,
      List<Sample> samples,
      Map<String, Messages> messages,
      List<Tool> tools)
      throws IOException {
    List<Integer> sizes =
        options.sizes().stream()
            .filter(n -> samples.stream().anyMatch(sample -> sample.n() == n))
            .toList();
    long flawed = samples.stream().filter(sample -> !sample.valid()).count();
    String head =
        String.format(
            Locale.ROOT,
            "# Runners: medians, rounds: %d%n%n%s%n%s%n%n",
            options.rounds(),
            notes,
            flawed == 0
                ? "- Every run left all tables, functions, indexes, rows and its whole history."
                : "- Void runs: " + flawed + "; runs.csv says why.");
    Tables tables =
        new Tables(new Figures(samples), messages, sizes, tools.stream().map(Tool::name).toList());
    Files.writeString(OUTPUT.resolve("report.md"), head + tables.all());
  }

  private static String jvm(Options options) {
    return options.jvm().isBlank() ? "none" : options.jvm();
  }
}
