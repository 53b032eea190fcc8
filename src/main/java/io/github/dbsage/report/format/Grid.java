package io.github.dbsage.report.format;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A table as lines: columns aligned by cells, a rule below the header, no blanks at line ends. */
final class Grid {

  private static final String BETWEEN = "  ";

  private Grid() {}

  static List<String> lines(List<String> header, List<List<String>> rows, Paint paint) {
    List<List<String>> all = new ArrayList<>();
    all.add(clean(header));
    rows.forEach(row -> all.add(clean(row)));
    int columns = all.stream().mapToInt(List::size).max().orElse(0);
    int[] widths =
        IntStream.range(0, columns)
            .map(i -> all.stream().mapToInt(row -> Cells.width(cell(row, i))).max().orElse(0))
            .toArray();
    List<String> lines = new ArrayList<>();
    for (List<String> row : all) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(i == 0 ? "" : BETWEEN).append(Cells.left(cell(row, i), widths[i]));
      }
      lines.add(line.toString().stripTrailing());
    }
    int wide = IntStream.of(widths).sum() + BETWEEN.length() * Math.max(0, columns - 1);
    lines.set(0, paint.strong(lines.get(0)));
    lines.add(1, paint.quiet("-".repeat(wide)));
    return lines;
  }

  private static List<String> clean(List<String> row) {
    return row.stream().map(cell -> Cells.oneLine(cell, Integer.MAX_VALUE)).toList();
  }

  private static String cell(List<String> row, int column) {
    return column < row.size() ? row.get(column) : "";
  }
}
