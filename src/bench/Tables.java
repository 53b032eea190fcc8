package bench;

import bench.Tool.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** The figures as Markdown. */
record Tables(
    Figures figures, Map<String, Messages> messages, List<Integer> sizes, List<String> tools) {

  private static final double KB_PER_MB = 1024;

  /** All tables. */
  String all() {
    return String.join(
        "\n",
        "## apply\n\n" + apply(),
        "## Cost of a migration\n\n" + growth(),
        "## Nothing to do, and verifying\n\n" + unchanged(),
        "## Messages to the server\n\n" + said(),
        "## Targets\n\n" + targets());
  }

  private String apply() {
    List<List<String>> rows = new ArrayList<>();
    for (int n : sizes) {
      rows.add(floor(n));
      rows.add(plugin(n));
      for (String tool : tools) {
        rows.add(
            List.of(
                count(n),
                tool,
                seconds(figures.wallMs(tool, n, Phase.APPLY)),
                range(figures.wallTimesMs(tool, n, Phase.APPLY)),
                seconds(figures.costMs(tool, n, Phase.APPLY)),
                times(figures.ratio(tool, n)),
                seconds(figures.cpuMs(tool, n, Phase.APPLY)),
                megabytes(figures.rssKb(tool, n, Phase.APPLY)),
                megabytes(figures.heapKb(tool, n, Phase.APPLY))));
      }
    }
    return table(
        List.of(
            "N",
            "tool",
            "run s",
            "from–to s",
            "over Maven s",
            "× psql",
            "CPU s",
            "RSS MB",
            "heap MB"),
        rows);
  }

  private List<String> floor(int n) {
    return List.of(
        count(n),
        "Maven alone",
        seconds(figures.floorMs(n)),
        range(figures.floors(n)),
        "–",
        "–",
        seconds(figures.cpuMs(Figures.MAVEN, n, Phase.APPLY)),
        megabytes(figures.rssKb(Figures.MAVEN, n, Phase.APPLY)),
        megabytes(figures.heapKb(Figures.MAVEN, n, Phase.APPLY)));
  }

  private List<String> plugin(int n) {
    return List.of(
        count(n),
        "Maven, a goal that does nothing",
        seconds(figures.wallMs(Figures.PLUGIN, n, Phase.APPLY)),
        range(figures.wallTimesMs(Figures.PLUGIN, n, Phase.APPLY)),
        seconds(figures.costMs(Figures.PLUGIN, n, Phase.APPLY)),
        "–",
        seconds(figures.cpuMs(Figures.PLUGIN, n, Phase.APPLY)),
        megabytes(figures.rssKb(Figures.PLUGIN, n, Phase.APPLY)),
        megabytes(figures.heapKb(Figures.PLUGIN, n, Phase.APPLY)));
  }

  private String growth() {
    int first = sizes.get(0);
    int last = sizes.get(sizes.size() - 1);
    List<String> head = new ArrayList<>(List.of("tool"));
    sizes.forEach(n -> head.add("ms each of " + count(n)));
    head.add("growth");
    for (int at = 1; at < sizes.size(); at++) {
      head.add("ms each further, " + count(sizes.get(at - 1)) + " to " + count(sizes.get(at)));
    }
    List<List<String>> rows = new ArrayList<>();
    for (String tool : tools) {
      List<String> row = new ArrayList<>(List.of(tool));
      sizes.forEach(n -> row.add(decimal(figures.eachMs(tool, n))));
      row.add(times(Figures.quotient(figures.eachMs(tool, last), figures.eachMs(tool, first))));
      for (int at = 1; at < sizes.size(); at++) {
        row.add(decimal(figures.furtherMs(tool, sizes.get(at - 1), sizes.get(at))));
      }
      rows.add(row);
    }
    return table(head, rows);
  }

  private String unchanged() {
    List<List<String>> rows = new ArrayList<>();
    for (int n : sizes) {
      for (String tool : tools) {
        if (!tool.equals(Tools.FLOOR)) {
          rows.add(
              List.of(
                  count(n),
                  tool,
                  seconds(figures.costMs(tool, n, Phase.NO_OP)),
                  megabytes(figures.rssKb(tool, n, Phase.NO_OP)),
                  seconds(figures.costMs(tool, n, Phase.VERIFY)),
                  megabytes(figures.rssKb(tool, n, Phase.VERIFY))));
        }
      }
    }
    return table(
        List.of("N", "tool", "no-op, over Maven s", "RSS MB", "verify, over Maven s", "RSS MB"),
        rows);
  }

  private String said() {
    List<List<String>> rows = new ArrayList<>();
    for (String tool : tools) {
      Messages said = messages.get(tool);
      if (said != null) {
        rows.add(
            List.of(
                tool,
                decimal(OptionalDouble.of(said.each())),
                decimal(OptionalDouble.of(said.roundTripsEach())),
                Long.toString(said.once()),
                said.kinds()));
      }
    }
    return table(
        List.of(
            "tool", "a migration", "round trips a migration", "once a run", "kinds a migration"),
        rows);
  }

  private String targets() {
    List<List<String>> rows = new ArrayList<>();
    String ours = Tools.OURS;
    for (int n : sizes) {
      if (n == 1000 || n == 5000) {
        rows.add(target("apply of " + count(n) + ", × psql", 1, figures.ratio(ours, n)));
      }
      if (n == 5000) {
        rows.add(second("no-op with " + count(n), figures.costMs(ours, n, Phase.NO_OP)));
        rows.add(second("verify of " + count(n), figures.costMs(ours, n, Phase.VERIFY)));
      }
      if (n == 1000) {
        OptionalDouble rss = figures.rssKb(ours, n, Phase.APPLY);
        rows.add(
            target(
                "peak memory at " + count(n) + ", MB",
                150,
                rss.isEmpty() ? rss : OptionalDouble.of(rss.getAsDouble() / KB_PER_MB)));
      }
    }
    Messages said = messages.get(ours);
    rows.add(
        target(
            "messages a migration",
            4,
            said == null ? OptionalDouble.empty() : OptionalDouble.of(said.each())));
    int last = sizes.size() - 1;
    if (last > 0) {
      rows.add(
          target(
              "cost of a migration, largest N by smallest",
              1,
              Figures.quotient(
                  figures.eachMs(ours, sizes.get(last)), figures.eachMs(ours, sizes.get(0)))));
    }
    if (last > 1) {
      rows.add(
          target(
              "cost of a further one, last step by first, a tenth for noise",
              1.1,
              Figures.quotient(
                  figures.furtherMs(ours, sizes.get(last - 1), sizes.get(last)),
                  figures.furtherMs(ours, sizes.get(0), sizes.get(1)))));
    }
    return table(List.of("target", "at most", "measured", ""), rows);
  }

  private static List<String> second(String what, OptionalDouble ms) {
    return target(
        what + ", over Maven s",
        1.2,
        ms.isEmpty() ? ms : OptionalDouble.of(ms.getAsDouble() / 1000));
  }

  private static List<String> target(String what, double most, OptionalDouble measured) {
    String verdict =
        measured.isEmpty() ? "not measured" : measured.getAsDouble() <= most ? "held" : "missed";
    return List.of(what, decimal(OptionalDouble.of(most)), decimal(measured), verdict);
  }

  private static String range(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    return sorted.length == 0
        ? "–"
        : seconds(OptionalDouble.of(sorted[0]))
            + "–"
            + seconds(OptionalDouble.of(sorted[sorted.length - 1]));
  }

  private static String table(List<String> head, List<List<String>> rows) {
    String rule = head.stream().map(cell -> "---").collect(Collectors.joining(" | ", "| ", " |\n"));
    return line(head) + rule + rows.stream().map(Tables::line).collect(Collectors.joining());
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private static String count(int n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  private static String seconds(OptionalDouble ms) {
    return ms.isEmpty() ? "–" : String.format(Locale.ROOT, "%.2f", ms.getAsDouble() / 1000);
  }

  private static String decimal(OptionalDouble value) {
    return value.isEmpty() ? "–" : String.format(Locale.ROOT, "%.2f", value.getAsDouble());
  }

  private static String times(OptionalDouble value) {
    return value.isEmpty() ? "–" : String.format(Locale.ROOT, "%.2f ×", value.getAsDouble());
  }

  private static String megabytes(OptionalDouble kilobytes) {
    return kilobytes.isEmpty()
        ? "–"
        : String.format(Locale.ROOT, "%.0f", kilobytes.getAsDouble() / KB_PER_MB);
  }
}
