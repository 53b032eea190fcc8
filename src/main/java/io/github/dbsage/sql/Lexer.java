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

  private static final String OPERATORS = "~!@#^&|`?+-*/%<>=";
  private static final String MAKES_OPERATOR = "~!@#^&|`?%";
  private static final byte SPACE = 1;
  private static final byte LETTER = 2;
  private static final byte DIGIT = 3;
  private static final byte SIGN = 4;
  private static final byte[] CLASS = classes();
  private static final int NONE = -1;

  private final Text text;
  private final int bound;
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
    this(text, 0, NONE, false);
  }

  /** A lexer over a part of what the text has read already. */
  Lexer(Text text, int begin, int end, boolean plainEscapes) {
    this.text = text;
    this.pos = begin;
    this.bound = end;
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
    while (p - pos < most && has(p)) {
      char c = text.chars()[p];
      if (c != ';' && !isSpace(c)) {
        break;
      }
      p++;
    }
    boolean any = p > pos;
    at(p);
    return any;
  }

  /** Passes over the rest of the line, up to its line end; placeholders are left alone. */
  void restOfLine() throws IOException {
    boolean before = text.verbatim(true);
    int p = pos;
    while (has(p) && text.chars()[p] != '\n') {
      p++;
    }
    text.verbatim(before);
    pos = p;
  }

  /** The next token, comments included, white space not. */
  Kind next() throws IOException {
    skipSpace();
    start = pos;
    closed = true;
    continued = false;
    kind = has(pos) ? scan(text.chars()[pos]) : Kind.END;
    if (kind == Kind.STRING) {
      stringEnd = pos;
    } else if (kind != Kind.LINE_COMMENT) {
      stringEnd = NONE;
    }
    return kind;
  }

  private Kind scan(char c) throws IOException {
    if (c >= 128) {
      return word();
    }
    return switch (CLASS[c]) {
      case LETTER -> word();
      case DIGIT -> number();
      case SIGN -> sign(c);
      default -> mark(c);
    };
  }

  private Kind mark(char c) throws IOException {
    return switch (c) {
      case '\'' -> plainString();
      case '"' -> quoted(pos + 1);
      case '$' -> dollar();
      case '.' -> is(pos + 1, DIGIT) ? number() : single(charIs(pos + 1, '.') ? 2 : 1, Kind.OTHER);
      case ':' -> single(charIs(pos + 1, ':') || charIs(pos + 1, '=') ? 2 : 1, Kind.OTHER);
      case ';' -> single(1, Kind.SEMICOLON);
      case '(' -> single(1, Kind.OPEN);
      case ')' -> single(1, Kind.CLOSE);
      case '\\' -> single(1, Kind.BACKSLASH);
      default -> single(1, Kind.OTHER);
    };
  }

  private Kind single(int length, Kind what) {
    pos += length;
    return what;
  }

  private Kind sign(char c) throws IOException {
    if (c == '-' && charIs(pos + 1, '-')) {
      return lineComment();
    }
    if (c == '/' && charIs(pos + 1, '*')) {
      return blockComment();
    }
    return operator();
  }

  private Kind word() throws IOException {
    int p = afterName(pos + 1);
    if (p == pos + 1 && has(p)) {
      char[] chars = text.chars();
      char next = chars[p];
      char first = chars[pos];
      if (next == '\'' && "eEbBxXnN".indexOf(first) >= 0) {
        boolean national = first == 'n' || first == 'N';
        return string(p + 1, first == 'e' || first == 'E' || (national && plainEscapes));
      }
      if (next == '&' && (first == 'u' || first == 'U')) {
        if (charIs(p + 1, '\'')) {
          return string(p + 2, false);
        }
        if (charIs(p + 1, '"')) {
          return quoted(p + 2);
        }
      }
    }
    pos = p;
    return Kind.WORD;
  }

  private int afterName(int from) throws IOException {
    int p = from;
    char[] chars = text.chars();
    int limit = limit();
    while (true) {
      while (p < limit && isNamePart(chars[p])) {
        p++;
      }
      if (p < limit || !has(p)) {
        return p;
      }
      chars = text.chars();
      limit = limit();
    }
  }

  private Kind plainString() throws IOException {
    // 'a' <line end> 'b' is one literal, and the second part is read like the first.
    continued = stringEnd != NONE && lineEndBetween(stringEnd, pos);
    return string(pos + 1, continued ? escapes : plainEscapes);
  }

  private boolean lineEndBetween(int begin, int end) {
    char[] chars = text.chars();
    for (int i = begin; i < end; i++) {
      if (chars[i] == '\n' || chars[i] == '\r') {
        return true;
      }
    }
    return false;
  }

  private Kind string(int from, boolean withEscapes) throws IOException {
    escapes = withEscapes;
    int p = from;
    while (true) {
      p = find(p, '\'', withEscapes ? '\\' : '\'');
      if (!has(p)) {
        return open(p, Kind.STRING);
      }
      if (text.chars()[p] == '\\') {
        p = has(p + 1) ? p + 2 : p + 1;
      } else if (charIs(p + 1, '\'')) {
        p += 2;
      } else {
        pos = p + 1;
        return Kind.STRING;
      }
    }
  }

  private Kind quoted(int from) throws IOException {
    int p = from;
    while (true) {
      p = find(p, '"', '"');
      if (!has(p)) {
        return open(p, Kind.QUOTED);
      }
      if (!charIs(p + 1, '"')) {
        pos = p + 1;
        return Kind.QUOTED;
      }
      p += 2;
    }
  }

  private Kind open(int end, Kind what) {
    closed = false;
    pos = end;
    return what;
  }

  private Kind dollar() throws IOException {
    int p = pos + 1;
    if (is(p, DIGIT)) {
      pos = afterJunk(afterDigits(p));
      return Kind.PARAMETER;
    }
    if (has(p) && isNameStart(text.chars()[p])) {
      p++;
      while (has(p) && isNamePart(text.chars()[p]) && text.chars()[p] != '$') {
        p++;
      }
    }
    if (!charIs(p, '$')) {
      return single(1, Kind.OTHER);
    }
    int tag = p + 1 - pos;
    int q = p + 1;
    while (true) {
      q = find(q, '$', '$');
      if (!has(q + tag - 1)) {
        break;
      }
      char[] chars = text.chars();
      int same = 1;
      while (same < tag && chars[q + same] == chars[pos + same]) {
        same++;
      }
      if (same == tag) {
        pos = q + tag;
        return Kind.DOLLAR;
      }
      q++;
    }
    return open(limit(), Kind.DOLLAR);
  }

  private Kind lineComment() throws IOException {
    boolean before = text.verbatim(true);
    int p = find(pos + 2, '\n', '\r');
    text.verbatim(before);
    pos = p;
    return Kind.LINE_COMMENT;
  }

  private Kind blockComment() throws IOException {
    boolean before = text.verbatim(true);
    int depth = 1;
    int p = pos + 2;
    while (depth > 0) {
      p = find(p, '*', '/');
      if (!has(p + 1)) {
        text.verbatim(before);
        return open(limit(), Kind.BLOCK_COMMENT);
      }
      char c = text.chars()[p];
      char next = text.chars()[p + 1];
      if (c == '*' && next == '/') {
        depth--;
        p += 2;
      } else if (c == '/' && next == '*') {
        depth++;
        p += 2;
      } else {
        p++;
      }
    }
    text.verbatim(before);
    pos = p;
    return Kind.BLOCK_COMMENT;
  }

  private Kind operator() throws IOException {
    int p = pos;
    while (has(p) && OPERATORS.indexOf(text.chars()[p]) >= 0) {
      char c = text.chars()[p];
      if ((c == '-' && charIs(p + 1, '-')) || (c == '/' && charIs(p + 1, '*'))) {
        break;
      }
      p++;
    }
    // An operator ends in + or - only if it holds a char that no standard operator has.
    if (!holdsAny(pos, p - 1)) {
      while (p - pos > 1 && "+-".indexOf(text.chars()[p - 1]) >= 0) {
        p--;
      }
    }
    pos = p;
    return Kind.OPERATOR;
  }

  private boolean holdsAny(int begin, int end) {
    for (int i = begin; i < end; i++) {
      if (MAKES_OPERATOR.indexOf(text.chars()[i]) >= 0) {
        return true;
      }
    }
    return false;
  }

  private Kind number() throws IOException {
    int p = afterDigits(pos);
    if (charIs(p, '.') && !charIs(p + 1, '.')) {
      p = afterDigits(p + 1);
    }
    boolean exponent = charIs(p, 'e') || charIs(p, 'E');
    if (exponent && (charIs(p + 1, '+') || charIs(p + 1, '-')) && is(p + 2, DIGIT)) {
      p = afterDigits(p + 2);
    }
    pos = afterJunk(p);
    return Kind.NUMBER;
  }

  /**
   * Behind an exponent without a sign, hexadecimal digits, underscores, and what the server will
   * call trailing junk: the longest match is the name's, its dollars included.
   */
  private int afterJunk(int p) throws IOException {
    return has(p) && isNameStart(text.chars()[p]) ? afterName(p) : p;
  }

  private int afterDigits(int from) throws IOException {
    int p = from;
    while (is(p, DIGIT)) {
      p++;
    }
    return p;
  }

  private void skipSpace() throws IOException {
    int p = pos;
    char[] chars = text.chars();
    int limit = limit();
    while (true) {
      while (p < limit && isSpace(chars[p])) {
        p++;
      }
      if (p < limit || !has(p)) {
        break;
      }
      chars = text.chars();
      limit = limit();
    }
    pos = p;
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

  private boolean matches(String word) {
    if (pos - start != word.length()) {
      return false;
    }
    char[] chars = text.chars();
    for (int i = 0; i < word.length(); i++) {
      char c = chars[start + i];
      if ((c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private boolean is(int p, byte what) throws IOException {
    return has(p) && text.chars()[p] < 128 && CLASS[text.chars()[p]] == what;
  }

  private boolean charIs(int p, char c) throws IOException {
    return has(p) && text.chars()[p] == c;
  }

  private boolean has(int p) throws IOException {
    if (bound != NONE) {
      return p < bound;
    }
    while (p >= text.limit()) {
      if (!text.more()) {
        return false;
      }
    }
    return true;
  }

  private int limit() {
    return bound != NONE ? bound : text.limit();
  }

  /** PostgreSQL's white space; anything above ASCII is a letter to it. */
  static boolean isSpace(char c) {
    return c < 128 && CLASS[c] == SPACE;
  }

  private static boolean isNameStart(char c) {
    return c >= 128 || CLASS[c] == LETTER;
  }

  private static boolean isNamePart(char c) {
    return c >= 128 || CLASS[c] == LETTER || CLASS[c] == DIGIT || c == '$';
  }

  private static byte[] classes() {
    byte[] classes = new byte[128];
    put(classes, " \t\n\r\f\u000b", SPACE);
    for (char c = 'a'; c <= 'z'; c++) {
      classes[c] = LETTER;
      classes[c - 'a' + 'A'] = LETTER;
    }
    classes['_'] = LETTER;
    for (char c = '0'; c <= '9'; c++) {
      classes[c] = DIGIT;
    }
    put(classes, OPERATORS, SIGN);
    return classes;
  }

  private static void put(byte[] classes, String chars, byte what) {
    for (int i = 0; i < chars.length(); i++) {
      classes[chars.charAt(i)] = what;
    }
  }
}
