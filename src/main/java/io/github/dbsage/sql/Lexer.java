package io.github.dbsage.sql;

import java.io.IOException;

/**
 * Cuts a {@link Text} into tokens as PostgreSQL's scanner does (PostgreSQL manual, 4.1 "Lexical
 * Structure"). It never fails: what is not closed says so. Not thread-safe.
 */
final class Lexer {

  /** What a token is. */
  enum Kind {
    END,
    /** A key word or a name without quotes. */
    WORD,
    /** A name in double quotes, {@code U&"…"} included. */
    QUOTED,
    /** A string in single quotes with its prefix. */
    STRING,
    /** A string in dollar quotes. */
    DOLLAR,
    NUMBER,
    /** {@code $1}. */
    PARAMETER,
    OPERATOR,
    LINE_COMMENT,
    BLOCK_COMMENT,
    SEMICOLON,
    OPEN,
    CLOSE,
    BACKSLASH,
    /** Any other single char, and {@code :: := ..}. */
    OTHER
  }

  private static final int NONE = -1;

  private final Text text;
  private final Scan scan;
  private boolean plainEscapes;
  private Kind kind = Kind.END;
  private int start;
  private int pos;
  private boolean closed = true;
  private boolean escapes;
  private boolean continued;
  private int stringEnd = NONE;

  /** A lexer over all that the text will read. */
  Lexer(Text text) {
    this(text, 0, Scan.UNBOUND, false);
  }

  /** A lexer over a part of what the text has read already. */
  Lexer(Text text, int begin, int end, boolean plainEscapes) {
    this.text = text;
    this.pos = begin;
    this.scan = new Scan(text, end);
    this.plainEscapes = plainEscapes;
  }

  /** Whether {@code '…'} without a prefix takes backslash escapes from here on. */
  void plainEscapes(boolean on) {
    plainEscapes = on;
  }

  boolean plainEscapes() {
    return plainEscapes;
  }

  Kind kind() {
    return kind;
  }

  /** Where the token begins. */
  int start() {
    return start;
  }

  /** Where the token ends, and the next one is looked for. */
  int pos() {
    return pos;
  }

  /** Goes to a place; what was before is forgotten. */
  void at(int index) {
    pos = index;
    stringEnd = NONE;
  }

  /** Whether the quote or comment has its end. */
  boolean closed() {
    return closed;
  }

  /** Whether the string takes backslash escapes. */
  boolean escapes() {
    return escapes;
  }

  /** Whether the string continues the one before it: they are separated by a line end. */
  boolean continued() {
    return continued;
  }

  /** Whether the token is this key word, which is given in lower case. */
  boolean is(String word) {
    return kind == Kind.WORD && matches(word);
  }

  /** The token as it stands in the window. */
  String token() {
    return new String(text.chars(), start, pos - start);
  }

  /** What opens the dollar quote that the lexer stands on: {@code $tag$}. */
  String dollarTag() {
    String token = token();
    return token.substring(0, token.indexOf('$', 1) + 1);
  }

  /** Passes over white space and stray semicolons; whether there were any. */
  boolean blanks(int most) throws IOException {
    int p = pos;
    while (p - pos < most && scan.has(p) && (Chars.isSpace(scan.at(p)) || scan.at(p) == ';')) {
      p++;
    }
    boolean any = p > pos;
    at(p);
    return any;
  }

  /** Passes over the rest of the line, up to its line end; placeholders are left alone. */
  void restOfLine() throws IOException {
    pos = scan.line(pos);
  }

  /** The next token, comments included, white space not. */
  Kind next() throws IOException {
    start = scan.space(pos);
    pos = start;
    closed = true;
    continued = false;
    kind = scan.has(start) ? token(scan.at(start)) : Kind.END;
    if (kind == Kind.STRING) {
      stringEnd = pos;
    } else if (kind != Kind.LINE_COMMENT) {
      stringEnd = NONE;
    }
    return kind;
  }

  private Kind token(char c) throws IOException {
    if (Chars.isNameStart(c)) {
      return word(c);
    }
    if (Chars.isDigit(c)) {
      return to(scan.number(start), Kind.NUMBER);
    }
    if (Chars.isOperator(c)) {
      return operator(c);
    }
    return switch (c) {
      case '\'' -> plainString();
      case '"' -> to(scan.quoted(start + 1), Kind.QUOTED);
      case '$' -> dollar();
      case '.' -> point();
      case ':' -> colon();
      case ';' -> to(start + 1, Kind.SEMICOLON);
      case '(' -> to(start + 1, Kind.OPEN);
      case ')' -> to(start + 1, Kind.CLOSE);
      case '\\' -> to(start + 1, Kind.BACKSLASH);
      default -> to(start + 1, Kind.OTHER);
    };
  }

  private Kind to(int end, Kind what) {
    closed = end != Scan.OPEN;
    pos = closed ? end : scan.limit();
    return what;
  }

  private Kind operator(char c) throws IOException {
    if (!scan.isComment(start)) {
      return to(scan.operator(start), Kind.OPERATOR);
    }
    return c == '-'
        ? to(scan.line(start + 2), Kind.LINE_COMMENT)
        : to(scan.blockComment(start + 2), Kind.BLOCK_COMMENT);
  }

  private Kind point() throws IOException {
    if (scan.isDigit(start + 1)) {
      return to(scan.number(start), Kind.NUMBER);
    }
    return to(scan.is(start + 1, '.') ? start + 2 : start + 1, Kind.OTHER);
  }

  private Kind colon() throws IOException {
    boolean two = scan.is(start + 1, ':') || scan.is(start + 1, '=');
    return to(two ? start + 2 : start + 1, Kind.OTHER);
  }

  private Kind word(char first) throws IOException {
    int end = scan.name(start + 1);
    if (end == start + 1 && scan.has(end)) {
      if (scan.at(end) == '\'' && "eEbBxXnN".indexOf(first) >= 0) {
        boolean national = first == 'n' || first == 'N';
        return string(end + 1, first == 'e' || first == 'E' || (national && plainEscapes));
      }
      if (scan.at(end) == '&' && (first == 'u' || first == 'U')) {
        if (scan.is(end + 1, '\'')) {
          return string(end + 2, false);
        }
        if (scan.is(end + 1, '"')) {
          return to(scan.quoted(end + 2), Kind.QUOTED);
        }
      }
    }
    return to(end, Kind.WORD);
  }

  private Kind plainString() throws IOException {
    // 'a' <line end> 'b' is one literal, and the second part is read like the first.
    continued = stringEnd != NONE && lineEndBetween(stringEnd, start);
    return string(start + 1, continued ? escapes : plainEscapes);
  }

  private Kind string(int from, boolean withEscapes) throws IOException {
    escapes = withEscapes;
    return to(scan.string(from, withEscapes), Kind.STRING);
  }

  private boolean lineEndBetween(int begin, int end) {
    for (int i = begin; i < end; i++) {
      if (scan.at(i) == '\n' || scan.at(i) == '\r') {
        return true;
      }
    }
    return false;
  }

  private Kind dollar() throws IOException {
    if (scan.isDigit(start + 1)) {
      return to(scan.parameter(start + 1), Kind.PARAMETER);
    }
    int tagEnd = scan.dollarTag(start);
    return tagEnd == start
        ? to(start + 1, Kind.OTHER)
        : to(scan.dollarQuoted(tagEnd, start), Kind.DOLLAR);
  }

  private boolean matches(String word) {
    if (pos - start != word.length()) {
      return false;
    }
    char[] chars = text.chars();
    for (int i = 0; i < word.length(); i++) {
      char c = chars[start + i];
      char lower = c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
      if (lower != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
