package io.github.dbsage.plan.pattern;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes values so that YAML reads back the very same text. */
final class Yaml {

  /** Begins with a letter, and holds nothing that means something to YAML. */
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z_](?:[A-Za-z0-9_./()=<>'+*;$]|-|, ?(?=\\S)|:(?=\\S)| (?=[^\\s#]))*");

  /** The same inside of {@code [ ]} or <code>{ }</code>, where a comma ends it. */
  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_./-]*");

  /** What YAML 1.1 takes for something else than text, in any case. */
  private static final Set<String> WORDS =
      Set.of("true", "false", "yes", "no", "on", "off", "null", "y", "n");

  private Yaml() {}

  /** A value behind a key, in however many lines. */
  static String value(String text, String indent) {
    if (PLAIN.matcher(text).matches() && !isWord(text)) {
      return text;
    }
    if (text.contains("\n") && isBlock(text)) {
      return text.lines()
          .map(line -> line.isEmpty() ? "" : indent + "  " + line)
          .collect(Collectors.joining("\n", "|-\n", ""));
    }
    return quoted(text);
  }

  /** A value in a row with others. */
  static String inline(String text) {
    return WORD.matcher(text).matches() && !isWord(text) ? text : quoted(text);
  }

  /** A list in one line. */
  static String list(List<String> values) {
    return values.stream().map(Yaml::inline).collect(Collectors.joining(", ", "[", "]"));
  }

  /** In double quotes, or in single ones where the text has double ones of its own. */
  static String quoted(String text) {
    boolean plain = text.chars().noneMatch(c -> c < ' ' || c == 0x7f || (c >= 0x80 && c < 0xa0));
    if (plain && (text.contains("\"") || text.contains("\\"))) {
      return "'" + text.replace("'", "''") + "'";
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (c < ' ' || c == 0x7f || (c >= 0x80 && c < 0xa0) || c == 0x2028 || c == 0x2029) {
            quoted.append("\\u%04x".formatted((int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }

  private static boolean isWord(String text) {
    return WORDS.stream().anyMatch(text::equalsIgnoreCase);
  }

  /** Whether a block of lines keeps it: its first line says how far it stands in. */
  private static boolean isBlock(String text) {
    return !text.startsWith(" ")
        && !text.startsWith("\n")
        && !text.endsWith("\n")
        && text.lines().noneMatch(line -> line.endsWith(" "))
        && text.chars().allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7f) || c >= 0xa0)
        && text.indexOf('\u2028') < 0
        && text.indexOf('\u2029') < 0;
  }
}
