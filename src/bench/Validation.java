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
 * Measures validate-plan: few pending files, few among many, many at once; with an empty cache of
 * parsed statements (cold) and with a full one (warm). Prints seconds over Maven's floor.
 */
final class Validation {

  private static final String USAGE =
      """
      src/bench/validate [--rounds 3] [--jvm OPTIONS]

      Cold: nothing is parsed yet. Warm: the same again. Floor: the plugin's goal that does nothing.
      squawk is measured where the npm package squawk-cli is at hand: npm install --prefix
      target/bench/squawk squawk-cli@2.66.0
      """;

  /**
   * What is validated.
   *
   * @param history files below {@code since}
   * @param target seconds over the floor, cold and warm; 0 for none
   */
  private record Shape(String name, int history, int pending, double cold, double warm) {}

  private static final List<Shape> SHAPES =
      List.of(
          new Shape("50 pending", 0, 50, 2, 0.5),
          new Shape("5 pending of 5,000", 5000, 5, 5, 1.5),
          new Shape("1,000 at once", 0, 1000, 0, 0));

  private Validation() {}

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
    Path output = Path.of("target/bench").toAbsolutePath();
    Setup setup = new Setup(Path.of("").toAbsolutePath(), output, jvm);
    setup.install();
    System.out.println(Machine.description());
    Meter meter = setup.meter(Map.of());
    double floor = floor(setup, meter, rounds);
    System.out.printf(Locale.ROOT, "Floor (dbsage:help): %.2f s%n%n", floor);
    System.out.println(
        "| what | cold over floor | target | warm over floor | target | RSS cold | heap cold |"
            + " squawk |");
    System.out.println("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for (Shape shape : SHAPES) {
      System.out.println(row(shape, setup, meter, rounds, floor));
    }
  }

  private static double floor(Setup setup, Meter meter, int rounds)
      throws IOException, InterruptedException {
    Path folder = Setup.fresh(setup.folder("validate-floor"));
    Files.writeString(folder.resolve("pom.xml"), Maven.pom(""));
    Tool.Command command = setup.pluginFloor(folder);
    // The first run fetches the plugin's dependencies.
    String help = "io.github.dbsage:dbsage-maven-plugin:0.1.0-SNAPSHOT:help";
    List<String> first = setup.online().command(folder, "-q", help);
    meter.run("validate-first", new Tool.Command(first, Optional.empty()));
    meter.run("validate-floor", command);
    List<Double> seconds = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      seconds.add(seconds(meter.run("validate-floor", command)));
    }
    return median(seconds);
  }

  private static String row(Shape shape, Setup setup, Meter meter, int rounds, double floor)
      throws IOException, InterruptedException {
    Path folder = Setup.fresh(setup.folder("validate-" + shape.history() + "-" + shape.pending()));
    List<Path> pending = write(folder, shape);
    Path cache = folder.resolve("cache");
    List<Double> cold = new ArrayList<>();
    List<Double> warm = new ArrayList<>();
    List<Double> squawk = new ArrayList<>();
    long rss = 0;
    long heap = 0;
    for (int round = 0; round < rounds; round++) {
      Setup.fresh(cache);
      Meter.Measured first = validate(setup, meter, folder, cache, shape);
      Meter.Measured second = validate(setup, meter, folder, cache, shape);
      cold.add(seconds(first) - floor);
      warm.add(seconds(second) - floor);
      rss = Math.max(rss, first.rssKb().orElse(0));
      heap = Math.max(heap, first.heapKb().orElse(0));
      squawk(meter, pending).ifPresent(squawk::add);
    }
    return String.format(
        Locale.ROOT,
        "| %s | %.2f s | %s | %.2f s | %s | %d MB | %d MB | %s |",
        shape.name(),
        median(cold),
        target(shape.cold()),
        median(warm),
        target(shape.warm()),
        rss / 1024,
        heap / 1024,
        squawk.isEmpty() ? "not here" : String.format(Locale.ROOT, "%.2f s", median(squawk)));
  }

  private static String target(double seconds) {
    return seconds == 0 ? "" : String.format(Locale.ROOT, "%.1f s", seconds);
  }

  private static Meter.Measured validate(
      Setup setup, Meter meter, Path folder, Path cache, Shape shape)
      throws IOException, InterruptedException {
    List<String> goal =
        new ArrayList<>(
            List.of(
                "io.github.dbsage:dbsage-maven-plugin:0.1.0-SNAPSHOT:validate-plan",
                "-Ddbsage.failOn=never",
                "-Ddbsage.cacheDirectory=" + cache));
    if (shape.history() > 0) {
      goal.add("-Ddbsage.since=" + Workload.version(shape.history()));
    }
    List<String> words = setup.maven().command(folder, goal.toArray(String[]::new));
    Meter.Measured measured = meter.run("validate", new Tool.Command(words, Optional.empty()));
    String said = Files.readString(measured.log(), StandardCharsets.UTF_8);
    if (measured.exit() != 0 || !said.contains("validate-plan passed")) {
      throw new IOException("validate-plan did not pass: " + measured.complaint());
    }
    return measured;
  }

  /** Seconds of squawk over the same pending files; empty where it is not here. */
  private static Optional<Double> squawk(Meter meter, List<Path> files)
      throws IOException, InterruptedException {
    Path binary = Path.of("target/bench/squawk/node_modules/.bin/squawk").toAbsolutePath();
    if (!Files.exists(binary)) {
      return Optional.empty();
    }
    List<String> words = new ArrayList<>(List.of(binary.toString()));
    files.forEach(file -> words.add(file.toString()));
    return Optional.of(seconds(meter.run("squawk", new Tool.Command(words, Optional.empty()))));
  }

  /** The project; the files that are judged. */
  private static List<Path> write(Path folder, Shape shape) throws IOException {
    Path migrations = Files.createDirectories(folder.resolve("src/main/db/migrations"));
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
    List<Path> pending = new ArrayList<>();
    int all = shape.history() + shape.pending();
    for (int number = 0; number < all; number++) {
      String name = Workload.version(number) + "_change_" + number + ".sql";
      Path file = migrations.resolve(name);
      Files.writeString(file, sql(number));
      if (number >= shape.history()) {
        pending.add(file);
      }
    }
    return pending;
  }

  /** Five statements: a new table with its index, and three changes of an earlier one. */
  static String sql(int number) {
    String here = Workload.table(number);
    String earlier = Workload.table(Math.max(0, number - 7));
    return Stream.of(
            """
            CREATE TABLE %1$s (
              id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
              name text NOT NULL,
              kind integer NOT NULL DEFAULT 0 CHECK (kind >= 0),
              created_at timestamptz NOT NULL DEFAULT now()
            );
            """,
            "CREATE INDEX %1$s_kind_idx ON %1$s (kind, created_at);\n",
            "ALTER TABLE %2$s ADD COLUMN note_%3$d text DEFAULT '';\n",
            "ALTER TABLE %2$s ADD CONSTRAINT %2$s_c%3$d CHECK (length(name) < 500) NOT VALID;\n",
            "CREATE INDEX CONCURRENTLY %2$s_n%3$d_idx ON %2$s (name) WHERE kind = 1;\n")
        .map(sql -> sql.formatted(here, earlier, number))
        .reduce("", String::concat);
  }

  private static double seconds(Meter.Measured measured) {
    return measured.wallMs() / 1000;
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }
}
