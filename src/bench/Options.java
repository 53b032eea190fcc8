package bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the command line says.
 *
 * @param sizes how many migrations, ascending
 * @param tools names, in the order of the tables
 * @param url a server that is there already; empty for one of our own
 * @param jvm options that every Maven gets
 */
record Options(
    List<Integer> sizes, int rounds, List<String> tools, Optional<String> url, String jvm) {

  static final String USAGE =
      """
      src/bench/run [--n 100,1000,5000] [--rounds 3] [--tools %s] [--url URL] [--jvm OPTIONS]

      Runs migrations of five statements with each tool, round by round on the same PostgreSQL.
        --n       how many migrations; a table each
        --rounds  how often; the tables show medians
        --tools   which ones; psql is the floor, and left out where the machine has none
        --url     postgresql://user:password@host:port/database, a role that may create databases;
                  without it, the plugin's embedded PostgreSQL 18 (PGPASSWORD stands in for a
                  password that is not in the URL)
        --jvm     options for every Maven's JVM, for example "-Xmx512m"
      """
          .formatted(String.join(",", Tools.NAMES));

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException with what is wrong with it
   */
  static Options of(String... arguments) {
    Options options = new Options(List.of(100, 1000, 5000), 3, Tools.NAMES, Optional.empty(), "");
    for (int at = 0; at < arguments.length; at += 2) {
      if (at + 1 == arguments.length) {
        throw new IllegalArgumentException(arguments[at] + " needs a value.");
      }
      options = options.with(arguments[at], arguments[at + 1]);
    }
    return options;
  }

  private Options with(String flag, String value) {
    return switch (flag) {
      case "--n" -> new Options(numbers(value), rounds, tools, url, jvm);
      case "--rounds" -> new Options(sizes, number(flag, value), tools, url, jvm);
      case "--tools" -> new Options(sizes, rounds, names(value), url, jvm);
      case "--url" -> new Options(sizes, rounds, tools, Optional.of(value), jvm);
      case "--jvm" -> new Options(sizes, rounds, tools, url, value);
      default ->
          throw new IllegalArgumentException(
              flag + " is none of --n, --rounds, --tools, --url, --jvm.");
    };
  }

  private static List<Integer> numbers(String value) {
    List<Integer> numbers = new ArrayList<>();
    for (String part : value.split(",")) {
      numbers.add(number("--n", part));
    }
    return numbers.stream().distinct().sorted().toList();
  }

  private static int number(String flag, String value) {
    int number = value.matches("[0-9]{1,5}") ? Integer.parseInt(value) : 0;
    if (number == 0) {
      throw new IllegalArgumentException(
          flag + " takes whole numbers from 1 to 99999, not " + value + ".");
    }
    return number;
  }

  private static List<String> names(String value) {
    List<String> wanted = Arrays.asList(value.split(","));
    for (String name : wanted) {
      if (!Tools.NAMES.contains(name)) {
        throw new IllegalArgumentException(
            "--tools: " + name + " is none of " + String.join(", ", Tools.NAMES) + ".");
      }
    }
    return Tools.NAMES.stream().filter(wanted::contains).toList();
  }
}
