package io.github.dbsage.render;

import java.util.regex.Pattern;

/** Text as Markdown that shows it as it is, in a table too. */
final class Markdown {

  private static final Pattern BLANKS = Pattern.compile("\\s+");

  /** What Markdown or GitHub's tables would read as something else. */
  private static final Pattern SPECIAL =
      Pattern.compile("[\\\\`*<>|\\[\\]~]|(?<![\\p{L}\\p{N}])_|_(?![\\p{L}\\p{N}])|&(?=[#\\w])");

  private static final Pattern TICKS = Pattern.compile("`+");
  private static final int BRIEF = 80;

  private Markdown() {}

  /** Prose in one line. */
  static String text(String prose) {
    return SPECIAL.matcher(oneLine(prose)).replaceAll("\\\\$0");
  }

  /** A name or a command, in one line. */
  static String code(String code) {
    String line = oneLine(code).replace("|", "\\|");
    String fence = "`".repeat(longestRun(line) + 1);
    boolean pad = line.startsWith("`") || line.endsWith("`");
    return line.isEmpty() ? "" : fence + (pad ? " " + line + " " : line) + fence;
  }

  /** The beginning of a long one. */
  static String brief(String code) {
    String line = oneLine(code);
    return line.codePointCount(0, line.length()) <= BRIEF
        ? code(line)
        : code(line.substring(0, line.offsetByCodePoints(0, BRIEF - 1)) + "…");
  }

  /** Lines that stay as they are. */
  static String block(String language, String code) {
    String fence = "`".repeat(Math.max(3, longestRun(code) + 1));
    String body = code.endsWith("\n") || code.isEmpty() ? code : code + "\n";
    return fence + language + "\n" + body + fence;
  }

  static String oneLine(String text) {
    return BLANKS.matcher(text.strip()).replaceAll(" ");
  }

  private static int longestRun(String text) {
    return TICKS.matcher(text).results().mapToInt(run -> run.group().length()).max().orElse(0);
  }
}
