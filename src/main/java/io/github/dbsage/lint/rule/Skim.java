package io.github.dbsage.lint.rule;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Passes over what is no SQL in a statement's text. */
final class Skim {

  private static final Pattern DOLLAR = Pattern.compile("\\$(?:[\\p{L}_][\\p{L}\\p{N}_]*)?\\$");

  private Skim() {}

  /** Behind the comment that begins at an offset; that offset where there is none. */
  static int behindComment(String text, int at) {
    if (text.startsWith("--", at)) {
      int line = text.indexOf('\n', at);
      return line < 0 ? text.length() : line;
    }
    if (!text.startsWith("/*", at)) {
      return at;
    }
    int open = 0;
    int i = at;
    while (i < text.length() - 1) {
      if (text.startsWith("/*", i)) {
        open++;
        i += 2;
      } else if (text.startsWith("*/", i)) {
        open--;
        i += 2;
      } else {
        i++;
      }
      if (open == 0) {
        return i;
      }
    }
    return text.length();
  }

  /** Behind the string or quoted name that begins at an offset; that offset where there is none. */
  static int behindQuoted(String text, int at) {
    char c = text.charAt(at);
    char before = at == 0 ? ' ' : text.charAt(at - 1);
    if (c == '$' && !Character.isLetterOrDigit(before)) {
      Matcher tag = DOLLAR.matcher(text).region(at, text.length());
      int close = tag.lookingAt() ? text.indexOf(tag.group(), tag.end()) : -1;
      return close < 0 ? at : close + tag.group().length();
    }
    if (c != '\'' && c != '"') {
      return at;
    }
    boolean escapes = c == '\'' && (before == 'e' || before == 'E');
    int i = at + 1;
    while (i < text.length()) {
      boolean doubled = text.charAt(i) == c && i + 1 < text.length() && text.charAt(i + 1) == c;
      if (text.charAt(i) == c && !doubled) {
        return i + 1;
      }
      i += doubled || (escapes && text.charAt(i) == '\\') ? 2 : 1;
    }
    return text.length();
  }
}
