package bench.fill;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the command line says.
 *
 * @param scenarios in the order of the output
 * @param rows of the throughput's table; the others' follow from it
 * @param rounds how often; the tables show medians
 * @param seconds how long a contestant may take beside the clients
 * @param load how busy the clients are, in percent of what they can do without a pause
 * @param only of which contestants' names this must be a part, beside the yardstick
 * @param programs the folder of PostgreSQL's programs; the plugin's embedded ones without it
 * @param data where the server's data are kept
 * @param sweep whether the clients meet more of ours, to find the knee
 */
record Choices(
    List<Scenario> scenarios,
    long rows,
    int rounds,
    int seconds,
    int load,
    Optional<String> only,
    Optional<Path> programs,
    Path data,
    boolean sweep,
    boolean quick) {

  /** What can be measured. */
  enum Scenario {
    THROUGHPUT,
    GROWTH,
    FOREGROUND,
    INDEXES,
    KEYS,
    MEMORY;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static final String USAGE =
      """
      src/bench/backfill [--built] [--quick] [--sweep] [--scenario throughput,growth,foreground,indexes,keys,memory]
          [--rows 1000000] [--rounds 1] [--seconds 30] [--load 50] [--only TEXT] [--bin DIR] [--data DIR]

      Fills a column of fresh copies of one table: with one UPDATE, which is the yardstick, with the
      template's patterns, with a loop like pgroll's, and with our engine.
        --built     first: takes what is compiled, and does not call Maven
        --quick     all of it on tiny tables, to see that it works; its figures mean nothing
        --sweep     beside the clients, ours with one worker and with shorter batches too
        --scenario  some of them, or their letters a to f
        --rows      of the throughput's table; the other tables grow and shrink with it
        --rounds    how often; the tables show medians. The yardstick runs once more at the end
        --seconds   after which a contestant is stopped beside the clients; one UPDATE never is
        --load      what the eight clients do, in percent of what they can; 100 for no pauses
        --only      contestants whose names hold this text, and the yardstick
        --bin       PostgreSQL's programs; without it, those of the plugin's embedded PostgreSQL 18
        --data      a folder that is not there yet, on a disk that matters
      """;

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException with what is wrong with it
   */
  static Choices of(String... arguments) {
    List<String> words = new ArrayList<>(List.of(arguments));
    boolean quick = words.remove("--quick");
    boolean sweep = words.remove("--sweep");
    Choices choices =
        new Choices(
            List.of(Scenario.values()),
            quick ? 4_000 : 1_000_000,
            1,
            quick ? 2 : 30,
            50,
            Optional.empty(),
            Optional.empty(),
            Path.of("target", "bench", "backfill-server").toAbsolutePath(),
            sweep,
            quick);
    for (int at = 0; at < words.size(); at += 2) {
      if (at + 1 == words.size()) {
        throw new IllegalArgumentException(words.get(at) + " needs a value.");
      }
      choices = choices.with(words.get(at), words.get(at + 1));
    }
    return choices;
  }

  /** Whether a contestant takes part. */
  boolean wants(String contestant) {
    return only.isEmpty() || contestant.contains(only.get());
  }

  private Choices with(String flag, String value) {
    List<Scenario> some = scenarios;
    long all = rows;
    int often = rounds;
    int limit = seconds;
    int percent = load;
    Optional<String> part = only;
    Optional<Path> folder = programs;
    Path disk = data;
    switch (flag) {
      case "--scenario" -> some = List.of(value.split(",")).stream().map(Choices::named).toList();
      case "--rows" -> all = number(flag, value);
      case "--rounds" -> often = number(flag, value);
      case "--seconds" -> limit = number(flag, value);
      case "--load" -> percent = Math.min(100, number(flag, value));
      case "--only" -> part = Optional.of(value);
      case "--bin" -> folder = Optional.of(Path.of(value).toAbsolutePath());
      case "--data" -> disk = Path.of(value).toAbsolutePath();
      default -> throw new IllegalArgumentException("There is no " + flag + ".");
    }
    return new Choices(some, all, often, limit, percent, part, folder, disk, sweep, quick);
  }

  private static Scenario named(String name) {
    for (Scenario scenario : Scenario.values()) {
      String letter = "" + (char) ('a' + scenario.ordinal());
      if (name.equalsIgnoreCase(scenario.label()) || name.equalsIgnoreCase(letter)) {
        return scenario;
      }
    }
    throw new IllegalArgumentException("There is no scenario " + name + ".");
  }

  private static int number(String flag, String value) {
    int number = value.matches("[0-9]{1,9}") ? Integer.parseInt(value) : 0;
    if (number == 0) {
      throw new IllegalArgumentException(flag + " takes a number from 1 on, not " + value + ".");
    }
    return number;
  }
}
