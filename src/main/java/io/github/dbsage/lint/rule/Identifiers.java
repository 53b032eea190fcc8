package io.github.dbsage.lint.rule;

import java.util.function.BiConsumer;

/** Finds the names in a statement's text, as they are written: the parser cuts long ones off. */
final class Identifiers {

  private Identifiers() {}

  /** Takes each with the offset of its first character; key words are among them. */
  static void each(String text, BiConsumer<Integer, String> taker) {
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      int comment = Skim.behindComment(text, at);
      int quoted = Skim.behindQuoted(text, at);
      if (comment > at) {
        at = comment;
      } else if (quoted > at) {
        if (c == '"' && (at < 2 || text.charAt(at - 1) != '&')) {
          String name = text.substring(at + 1, Math.max(quoted - 1, at + 1));
          taker.accept(at, name.replace("\"\"", "\""));
        }
        at = quoted;
      } else if (isStart(c)) {
        int end = at;
        while (end < text.length() && isPart(text.charAt(end))) {
          end++;
        }
        taker.accept(at, text.substring(at, end));
        at = end;
      } else {
        at++;
      }
    }
  }

  private static boolean isStart(char c) {
    return c == '_' || c >= 128 || Character.isLetter(c);
  }

  private static boolean isPart(char c) {
    return isStart(c) || Character.isDigit(c) || c == '$';
  }
}
