package bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Measures dry-run: examples/shop from nothing, and one pending migration behind a thousand, which
 * run the first time and are at hand the second time. Prints seconds of the whole of Maven.
 */
final class DryRuns {

  private static final String USAGE =
      """
      src/bench/dry-run [--rounds 3] [--jvm OPTIONS]

      The first of a round meets a history that no dry run has seen; the second finds what it made.
      """;

  private static final int HISTORY = 1_000;

  private DryRuns() {}

  public static void main(String[] arguments) throws Exception {
    int rounds = 3;
    String jvm = "";
    for (int at = 0; at + 1 < arguments.length; at += 2) {
      switch (arguments[at]) {
        case "--rounds" -> rounds = Integer.parseInt(arguments[at + 1]);
        case "--jvm" -> jvm = arguments[at + 1];
        default -> {
          System.err.print(USAGE);
          System.exit(2);
        }
      }
    }
    if (arguments.length % 2 == 1) {
      System.out.print(USAGE);
      return;
    }
    Setup setup =
        new Setup(Path.of("").toAbsolutePath(), Path.of("target/bench").toAbsolutePath(), jvm);
    setup.install();
    System.out.println(Machine.description());
    Meter meter = setup.meter(Map.of());
    Path shop = shop(setup);
    Path thousand = thousand(setup);
    String[] since = {"-Ddbsage.since=" + Workload.version(HISTORY)};
    String currency = "-Ddbsage.placeholders.currency=EUR";
    dryRun(setup.online(), meter, shop, currency);
    List<Double> small = new ArrayList<>();
    List<Double> first = new ArrayList<>();
    List<Double> second = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      small.add(dryRun(setup.maven(), meter, shop, currency));
      // A history that nobody has seen.
      Files.writeString(
          migration(thousand, 0), "-- " + System.nanoTime() + "\n" + Validation.sql(0));
      first.add(dryRun(setup.maven(), meter, thousand, since));
      second.add(dryRun(setup.maven(), meter, thousand, since));
    }
    System.out.println("| what | seconds | target |");
    System.out.println("| --- | ---: | ---: |");
    row("examples/shop from nothing", small, 15);
    row("1 pending behind 1,000, the first time", first, 30);
    row("1 pending behind 1,000, the second time", second, 10);
  }

  private static void row(String what, List<Double> seconds, int target) {
    double median = seconds.stream().sorted().toList().get(seconds.size() / 2);
    System.out.printf(Locale.ROOT, "| %s | %.1f s | %d s |%n", what, median, target);
  }

  private static double dryRun(Maven maven, Meter meter, Path folder, String... more)
      throws IOException, InterruptedException {
    List<String> goal =
        new ArrayList<>(
            List.of(
                "io.github.dbsage:dbsage-maven-plugin:0.1.0-SNAPSHOT:dry-run",
                "-Ddbsage.failOn=never"));
    goal.addAll(List.of(more));
    List<String> words = maven.command(folder, goal.toArray(String[]::new));
    Meter.Measured measured = meter.run("dry-run", new Tool.Command(words, Optional.empty()));
    String said = Files.readString(measured.log(), StandardCharsets.UTF_8);
    if (measured.exit() != 0 || !said.contains("dry-run passed")) {
      throw new IOException("dry-run did not pass: " + measured.complaint());
    }
    return measured.wallMs() / 1000;
  }

  private static Path shop(Setup setup) throws IOException {
    Path from = Path.of("examples/shop/src/main/db");
    Path folder = Setup.fresh(setup.folder("dry-run-shop"));
    pom(folder);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = folder.resolve("src/main/db").resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    return folder;
  }

  private static Path thousand(Setup setup) throws IOException {
    Path folder = Setup.fresh(setup.folder("dry-run-thousand"));
    pom(folder);
    Files.createDirectories(folder.resolve("src/main/db/migrations"));
    for (int number = 0; number <= HISTORY; number++) {
      Files.writeString(migration(folder, number), Validation.sql(number));
    }
    return folder;
  }

  private static Path migration(Path folder, int number) {
    return folder
        .resolve("src/main/db/migrations")
        .resolve(Workload.version(number) + "_change_" + number + ".sql");
  }

  private static void pom(Path folder) throws IOException {
    Files.writeString(
        folder.resolve("pom.xml"),
        Maven.pom(
            """
            <plugins><plugin>
            <groupId>io.github.dbsage</groupId>
            <artifactId>dbsage-maven-plugin</artifactId>
            <version>0.1.0-SNAPSHOT</version>
            </plugin></plugins>
            """));
  }
}
