package io.github.dbsage.report.format;

import java.util.List;

/** How text lies in a terminal's cells, and text from outside made fit for it. */
final class Cells {

  private static final int UNKNOWN = 0xFFFD;

  private Cells() {}

  /** How many cells the text takes: two for East Asian wide characters, none for accents. */
  static int width(String text) {
    return text.codePoints().map(Cells::width).sum();
  }

  /** The cells of one character. */
  static int width(int codePoint) {
    int type = Character.getType(codePoint);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    return isWide(codePoint) ? 2 : 1;
  }

  /** The text with blanks behind it up to a width; longer text stays as it is. */
  static String left(String text, int width) {
    return text + " ".repeat(Math.max(0, width - width(text)));
  }

  /** The text with blanks in front of it up to a width. */
  static String right(String text, int width) {
    return " ".repeat(Math.max(0, width - width(text))) + text;
  }

  /**
   * The lines of a text; whatever would move the cursor or turn the writing direction is replaced,
   * one character by one, and tabs stay.
   */
  static List<String> lines(String text) {
    return text.lines().map(Cells::harmless).toList();
  }

  /** The text in one line, runs of white space as one blank, cut behind so many cells. */
  static String oneLine(String text, int most) {
    String line = harmless(text.strip().replaceAll("\\s+", " "));
    if (width(line) <= most) {
      return line;
    }
    int end = 0;
    int width = 0;
    while (width + width(line.codePointAt(end)) < most) {
      int codePoint = line.codePointAt(end);
      width += width(codePoint);
      end += Character.charCount(codePoint);
    }
    return line.substring(0, end) + "…";
  }

  /** One line in which no character can harm a terminal; as many code points as before. */
  static String harmless(String line) {
    if (line.codePoints().noneMatch(Cells::isHarmful)) {
      return line;
    }
    int[] shown = line.codePoints().map(c -> isHarmful(c) ? UNKNOWN : c).toArray();
    return new String(shown, 0, shown.length);
  }

  private static boolean isHarmful(int c) {
    return (c != '\t' && Character.getType(c) == Character.CONTROL)
        || c == 0x2028
        || c == 0x2029
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069);
  }

  /** The blocks that terminals draw two cells wide (Unicode, East Asian Width: W and F). */
  private static boolean isWide(int c) {
    return (c >= 0x1100 && c <= 0x115F)
        || (c >= 0x2E80 && c <= 0xA4CF && c != 0x303F)
        || (c >= 0xAC00 && c <= 0xD7A3)
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0xFE30 && c <= 0xFE6F)
        || (c >= 0xFF00 && c <= 0xFF60)
        || (c >= 0xFFE0 && c <= 0xFFE6)
        || (c >= 0x1F300 && c <= 0x1F64F)
        || (c >= 0x1F680 && c <= 0x1F6FF)
        || (c >= 0x1F900 && c <= 0x1F9FF)
        || (c >= 0x20000 && c <= 0x3FFFD);
  }
}
