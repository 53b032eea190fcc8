package io.github.dbsage.sql;

/** The classes of characters that PostgreSQL's scanner knows; above ASCII all are letters. */
final class Chars {

  private static final byte SPACE = 1;
  private static final byte LETTER = 2;
  private static final byte DIGIT = 3;
  private static final byte OPERATOR = 4;
  private static final byte[] CLASS = classes();

  private Chars() {}

  static boolean isSpace(char c) {
    return c < 128 && CLASS[c] == SPACE;
  }

  static boolean isDigit(char c) {
    return c < 128 && CLASS[c] == DIGIT;
  }

  static boolean isOperator(char c) {
    return c < 128 && CLASS[c] == OPERATOR;
  }

  static boolean isNameStart(char c) {
    return c >= 128 || CLASS[c] == LETTER;
  }

  static boolean isNamePart(char c) {
    return c >= 128 || CLASS[c] == LETTER || CLASS[c] == DIGIT || c == '$';
  }

  private static byte[] classes() {
    byte[] classes = new byte[128];
    // The vertical tab is white space from PostgreSQL 16 on, and an error before that.
    put(classes, " \t\n\r\f\u000b", SPACE);
    put(classes, "~!@#^&|`?+-*/%<>=", OPERATOR);
    put(classes, "0123456789", DIGIT);
    put(classes, "_", LETTER);
    for (char c = 'a'; c <= 'z'; c++) {
      classes[c] = LETTER;
      classes[c - 'a' + 'A'] = LETTER;
    }
    return classes;
  }

  private static void put(byte[] classes, String chars, byte what) {
    for (int i = 0; i < chars.length(); i++) {
      classes[chars.charAt(i)] = what;
    }
  }
}
