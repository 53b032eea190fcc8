package bench.fill;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** A table in Markdown, and how figures are written in it. */
final class Grid {

  private static final String NOTHING = "–";

  private final List<List<String>> lines = new ArrayList<>();

  Grid(String... head) {
    lines.add(List.of(head));
  }

  Grid row(String... cells) {
    lines.add(List.of(cells));
    return this;
  }

  /** A row that says only why there is nothing. */
  Grid remark(String name, String why) {
    List<String> cells = new ArrayList<>(List.of(name, why));
    while (cells.size() < lines.get(0).size()) {
      cells.add("");
    }
    lines.add(cells);
    return this;
  }

  @Override
  public String toString() {
    StringBuilder all = new StringBuilder(line(lines.get(0)));
    all.append("| ---");
    all.append(" | ---:".repeat(lines.get(0).size() - 1)).append(" |\n");
    lines.stream().skip(1).forEach(cells -> all.append(line(cells)));
    return all.toString();
  }

  private static String line(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  static String whole(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  static String decimal(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  static String times(OptionalDouble value) {
    return value.isEmpty() ? NOTHING : decimal(value.getAsDouble()) + " ×";
  }
}
