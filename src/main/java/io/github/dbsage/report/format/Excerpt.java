package io.github.dbsage.report.format;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A source line above a caret.
 *
 * @param text the line as it is shown
 * @param caret what stands before the caret: tabs where the line has them, so that both meet
 *     wherever the terminal's tab stops are
 */
record Excerpt(String text, String caret) {

  /** How many characters of a long line are shown, and how many of them before the column. */
  private static final int MOST = 100;

  private static final int BEFORE = 60;
  private static final String CUT = "…";

  /**
   * Cuts a line around a column.
   *
   * @param column from 1, in code points; one behind the end is the end
   */
  static Excerpt of(String line, int column) {
    int[] points = Cells.harmless(line).codePoints().toArray();
    int at = Math.min(column - 1, points.length);
    int from = points.length <= MOST ? 0 : Math.max(0, Math.min(at - BEFORE, points.length - MOST));
    int to = Math.min(points.length, from + MOST);
    String head = from > 0 ? CUT : "";
    String tail = to < points.length ? CUT : "";
    String shown = head + new String(points, from, to - from) + tail;
    String before = head + new String(points, from, at - from);
    return new Excerpt(shown.stripTrailing(), blank(before));
  }

  /** The two lines with the line's number in front. */
  List<String> lines(int number, Paint paint) {
    String label = Integer.toString(number);
    return List.of(
        paint.quiet(label + " | ") + text,
        paint.quiet(" ".repeat(label.length()) + " | ") + caret + paint.bad("^"));
  }

  private static String blank(String text) {
    return text.codePoints()
        .mapToObj(c -> c == '\t' ? "\t" : " ".repeat(Cells.width(c)))
        .collect(Collectors.joining());
  }
}
