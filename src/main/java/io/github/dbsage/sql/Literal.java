package io.github.dbsage.sql;

/** Reads what a quoted token means. */
final class Literal {

  private Literal() {}

  /**
   * The value of a string in single or dollar quotes, with its prefix.
   *
   * @param escapes whether backslashes escape
   */
  static String value(String token, boolean escapes) {
    int quote = token.indexOf('\'');
    int dollar = token.indexOf('$');
    if (dollar == 0) {
      int tag = token.indexOf('$', 1) + 1;
      return token.substring(tag, Math.max(tag, token.length() - tag));
    }
    String inside = token.substring(quote + 1, Math.max(quote + 1, token.length() - 1));
    if (token.indexOf('&') == 1) {
      return unicode(inside.replace("''", "'"));
    }
    return escapes ? escaped(inside) : inside.replace("''", "'");
  }

  /** The name in double quotes, {@code U&"…"} included. */
  static String name(String token) {
    int quote = token.indexOf('"');
    String inside =
        token.substring(quote + 1, Math.max(quote + 1, token.length() - 1)).replace("\"\"", "\"");
    return quote == 0 ? inside : unicode(inside);
  }

  /** PostgreSQL manual, 4.1.2.2 "String Constants with C-Style Escapes"; octal of ASCII only. */
  private static String escaped(String inside) {
    StringBuilder value = new StringBuilder(inside.length());
    int i = 0;
    while (i < inside.length()) {
      char c = inside.charAt(i++);
      if (c == '\'') {
        i++;
      } else if (c == '\\' && i < inside.length()) {
        c = inside.charAt(i++);
        switch (c) {
          case 'b' -> c = '\b';
          case 'f' -> c = '\f';
          case 'n' -> c = '\n';
          case 'r' -> c = '\r';
          case 't' -> c = '\t';
          case 'u', 'U', 'x' -> {
            int most = c == 'u' ? 4 : c == 'U' ? 8 : 2;
            int end = digits(inside, i, most, 16);
            if (end > i && (c == 'x' || end - i == most)) {
              append(value, inside.substring(i, end), 16);
              i = end;
              continue;
            }
          }
          case '0', '1', '2', '3', '4', '5', '6', '7' -> {
            int end = digits(inside, i - 1, 3, 8);
            append(value, inside.substring(i - 1, end), 8);
            i = end;
            continue;
          }
          default -> {}
        }
      }
      value.append(c);
    }
    return value.toString();
  }

  /** PostgreSQL manual, 4.1.2.3; with the default escape character. */
  private static String unicode(String inside) {
    StringBuilder value = new StringBuilder(inside.length());
    int i = 0;
    while (i < inside.length()) {
      char c = inside.charAt(i++);
      if (c == '\\') {
        boolean six = i < inside.length() && inside.charAt(i) == '+';
        int from = six ? i + 1 : i;
        int length = six ? 6 : 4;
        int end = digits(inside, from, length, 16);
        if (end - from == length) {
          append(value, inside.substring(from, end), 16);
          i = end;
          continue;
        }
        if (i < inside.length() && inside.charAt(i) == '\\') {
          i++;
        }
      }
      value.append(c);
    }
    return value.toString();
  }

  private static int digits(String text, int from, int most, int radix) {
    int end = from;
    while (end < text.length()
        && end - from < most
        && text.charAt(end) < 128
        && Character.digit(text.charAt(end), radix) >= 0) {
      end++;
    }
    return end;
  }

  private static void append(StringBuilder value, String digits, int radix) {
    long codePoint = Long.parseLong(digits, radix);
    if (codePoint <= Character.MAX_CODE_POINT) {
      value.appendCodePoint((int) codePoint);
    }
  }
}
