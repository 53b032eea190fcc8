package io.github.dbsage.sql;

import java.io.IOException;

/**
 * Finds where the parts of PostgreSQL's tokens end. Each method takes the index at which a part
 * begins and returns the index behind it, or {@link #OPEN} where the text ends before the part
 * does. Not thread-safe.
 */
final class Scan {

  /** A quote or comment that is never closed. */
  static final int OPEN = -1;

  /** A bound that is none: as far as the text can be read. */
  static final int UNBOUND = -1;

  private static final String MAKES_OPERATOR = "~!@#^&|`?%";

  private final Text text;
  private final int bound;

  Scan(Text text, int bound) {
    this.text = text;
    this.bound = bound;
  }

  /** Whether there is a char at an index; reads on where needed. */
  boolean has(int index) throws IOException {
    if (bound != UNBOUND) {
      return index < bound;
    }
    while (index >= text.limit()) {
      if (!text.more()) {
        return false;
      }
    }
    return true;
  }

  /** Where what was read so far ends. */
  int limit() {
    return bound != UNBOUND ? bound : text.limit();
  }

  /** The char at an index that {@link #has} was asked about. */
  char at(int index) {
    return text.chars()[index];
  }

  boolean is(int index, char c) throws IOException {
    return has(index) && at(index) == c;
  }

  boolean isDigit(int index) throws IOException {
    return has(index) && Chars.isDigit(at(index));
  }

  /** Behind white space. */
  int space(int from) throws IOException {
    int p = from;
    while (has(p)) {
      char[] chars = text.chars();
      int limit = limit();
      while (p < limit && Chars.isSpace(chars[p])) {
        p++;
      }
      if (p < limit) {
        break;
      }
    }
    return p;
  }

  /** Behind letters, digits and dollars. */
  int name(int from) throws IOException {
    int p = from;
    while (has(p)) {
      char[] chars = text.chars();
      int limit = limit();
      while (p < limit && Chars.isNamePart(chars[p])) {
        p++;
      }
      if (p < limit) {
        break;
      }
    }
    return p;
  }

  /** Up to the line end, which is not passed. */
  int line(int from) throws IOException {
    boolean before = text.verbatim(true);
    int p = find(from, '\n', '\r');
    text.verbatim(before);
    return p;
  }

  /** Behind a block comment, from behind its first two chars; placeholders are left alone. */
  int blockComment(int from) throws IOException {
    boolean before = text.verbatim(true);
    int depth = 1;
    int p = from;
    while (depth > 0) {
      p = find(p, '*', '/');
      if (!has(p + 1)) {
        p = OPEN;
        break;
      }
      if (at(p) == '*' && at(p + 1) == '/') {
        depth--;
        p += 2;
      } else if (at(p) == '/' && at(p + 1) == '*') {
        depth++;
        p += 2;
      } else {
        p++;
      }
    }
    text.verbatim(before);
    return p;
  }

  /** Behind a string in single quotes, from behind the first one. */
  int string(int from, boolean escapes) throws IOException {
    int p = from;
    while (true) {
      p = find(p, '\'', escapes ? '\\' : '\'');
      if (!has(p)) {
        return OPEN;
      }
      if (at(p) == '\\') {
        p = has(p + 1) ? p + 2 : p + 1;
      } else if (is(p + 1, '\'')) {
        p += 2;
      } else {
        return p + 1;
      }
    }
  }

  /** Behind a name in double quotes, from behind the first one. */
  int quoted(int from) throws IOException {
    int p = from;
    while (true) {
      p = find(p, '"', '"');
      if (!has(p)) {
        return OPEN;
      }
      if (!is(p + 1, '"')) {
        return p + 1;
      }
      p += 2;
    }
  }

  /** Behind {@code $tag$}, from its first char, or that index where it is none. */
  int dollarTag(int from) throws IOException {
    int p = from + 1;
    if (has(p) && Chars.isNameStart(at(p))) {
      do {
        p++;
      } while (has(p) && Chars.isNamePart(at(p)) && at(p) != '$');
    }
    return is(p, '$') ? p + 1 : from;
  }

  /** Behind a string in dollar quotes, from behind the tag that begins at an index. */
  int dollarQuoted(int from, int tag) throws IOException {
    int length = from - tag;
    int p = from;
    while (true) {
      p = find(p, '$', '$');
      if (!has(p + length - 1)) {
        return OPEN;
      }
      char[] chars = text.chars();
      int same = 1;
      while (same < length && chars[p + same] == chars[tag + same]) {
        same++;
      }
      if (same == length) {
        return p + length;
      }
      p++;
    }
  }

  /** Behind an operator, which a comment's first chars end. */
  int operator(int from) throws IOException {
    int p = from;
    while (has(p) && Chars.isOperator(at(p)) && !isComment(p)) {
      p++;
    }
    // An operator ends in + or - only if it holds a char that no standard operator has.
    if (!holdsSpecial(from, p - 1)) {
      while (p - from > 1 && (at(p - 1) == '+' || at(p - 1) == '-')) {
        p--;
      }
    }
    return p;
  }

  /** Whether a comment begins at an index. */
  boolean isComment(int index) throws IOException {
    char c = at(index);
    return (c == '-' && is(index + 1, '-')) || (c == '/' && is(index + 1, '*'));
  }

  /** Behind a number, from its first digit or point. */
  int number(int from) throws IOException {
    int p = digits(from);
    if (is(p, '.') && !is(p + 1, '.')) {
      p = digits(p + 1);
    }
    boolean exponent = is(p, 'e') || is(p, 'E');
    if (exponent && (is(p + 1, '+') || is(p + 1, '-')) && isDigit(p + 2)) {
      p = digits(p + 2);
    }
    return junk(p);
  }

  /** Behind the number of a parameter, from its first digit. */
  int parameter(int from) throws IOException {
    return junk(digits(from));
  }

  private int digits(int from) throws IOException {
    int p = from;
    while (isDigit(p)) {
      p++;
    }
    return p;
  }

  /**
   * Behind an exponent without a sign, hexadecimal digits, underscores, and what the server will
   * call trailing junk: the longest match is the name's, its dollars included.
   */
  private int junk(int from) throws IOException {
    return has(from) && Chars.isNameStart(at(from)) ? name(from) : from;
  }

  private boolean holdsSpecial(int begin, int end) {
    for (int i = begin; i < end; i++) {
      if (MAKES_OPERATOR.indexOf(at(i)) >= 0) {
        return true;
      }
    }
    return false;
  }

  /** Where one of two chars stands next, or the end. */
  private int find(int from, char one, char other) throws IOException {
    int p = from;
    while (has(p)) {
      char[] chars = text.chars();
      int limit = limit();
      while (p < limit) {
        char c = chars[p];
        if (c == one || c == other) {
          return p;
        }
        p++;
      }
    }
    return p;
  }
}
