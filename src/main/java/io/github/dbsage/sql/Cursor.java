package io.github.dbsage.sql;

import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.sql.Lexer.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Walks the tokens of one statement that has been read, comments left out. It stands on a token,
 * the first one to begin with. Not thread-safe.
 */
final class Cursor {

  /** The bytes of a name that PostgreSQL keeps (NAMEDATALEN less one). */
  private static final int NAME_BYTES = 63;

  private final Text text;
  private final int begin;
  private final int end;
  private Lexer lexer;

  /** Over a part of a window. */
  Cursor(Text text, int begin, int end, boolean plainEscapes) {
    this.text = text;
    this.begin = begin;
    this.end = end;
    this.lexer = new Lexer(text, begin, end, plainEscapes);
    advance();
  }

  /** Over a text of its own: the body of a function, as the server reads it later. */
  static Cursor over(String body, boolean plainEscapes) {
    return new Cursor(new Text(body), 0, body.length(), plainEscapes);
  }

  /** Over the same statement, from its first token. */
  Cursor again() {
    return new Cursor(text, begin, end, lexer.plainEscapes());
  }

  Kind kind() {
    return lexer.kind();
  }

  boolean atEnd() {
    return lexer.kind() == Kind.END;
  }

  /** Steps to the next token. */
  void advance() {
    try {
      do {
        lexer.next();
      } while (lexer.kind() == Kind.LINE_COMMENT || lexer.kind() == Kind.BLOCK_COMMENT);
    } catch (IOException e) {
      throw new UncheckedIOException("a text that is in memory cannot fail to be read", e);
    }
  }

  /** Whether it stands on this key word, which is given in lower case. */
  boolean is(String word) {
    return lexer.is(word);
  }

  /** Whether it stands on this single char. */
  boolean is(char c) {
    return lexer.pos() - lexer.start() == 1 && text.chars()[lexer.start()] == c;
  }

  boolean isOperator(String operator) {
    return kind() == Kind.OPERATOR && spelled().equals(operator);
  }

  boolean plainEscapes() {
    return lexer.plainEscapes();
  }

  /** Passes over the key word if it stands on it. */
  boolean take(String word) {
    if (!lexer.is(word)) {
      return false;
    }
    advance();
    return true;
  }

  /** Passes over the char if it stands on it. */
  boolean take(char c) {
    if (!is(c)) {
      return false;
    }
    advance();
    return true;
  }

  /** Passes over the key words if all of them follow; else stays. */
  boolean take(String first, String... others) {
    int mark = lexer.start();
    boolean all = take(first);
    for (int i = 0; all && i < others.length; i++) {
      all = take(others[i]);
    }
    if (!all) {
      back(mark);
    }
    return all;
  }

  /** Passes over any of the key words. */
  boolean takeAny(String... words) {
    for (String word : words) {
      if (take(word)) {
        return true;
      }
    }
    return false;
  }

  /** Passes over a group in parentheses, to behind the closing one, if it stands on one. */
  void skipGroup() {
    if (kind() != Kind.OPEN) {
      return;
    }
    int depth = 0;
    do {
      if (kind() == Kind.OPEN) {
        depth++;
      } else if (kind() == Kind.CLOSE) {
        depth--;
      }
      advance();
    } while (depth > 0 && !atEnd());
  }

  /** The token as it is sent, ASCII letters in lower case. */
  String folded() {
    return fold(spelled());
  }

  /** The token as it is sent. */
  String spelled() {
    return text.sent(lexer.start(), lexer.pos()).text();
  }

  /** Where the token begins in the statement's text as it is sent, in chars. */
  int offset() {
    return text.sent(begin, lexer.start()).text().length();
  }

  /** The text from the token on to the statement's end. */
  String rest() {
    return atEnd() ? "" : text.sent(lexer.start(), end).text();
  }

  /** Passes over a name with or without a schema; null, and stays, where there is none. */
  @Nullable QualifiedName name() {
    int mark = lexer.start();
    String schema = null;
    String last = part();
    while (last != null && take('.')) {
      schema = last;
      last = part();
    }
    if (last == null || last.isEmpty() || (schema != null && schema.isEmpty())) {
      back(mark);
      return null;
    }
    return new QualifiedName(schema, last);
  }

  /** Passes over {@code [ONLY] name [*]} or {@code ONLY (name)}. */
  @Nullable QualifiedName relation() {
    int mark = lexer.start();
    boolean group = take("only") && take('(');
    QualifiedName name = name();
    if (name == null || (group && !take(')'))) {
      back(mark);
      return null;
    }
    take('*');
    return name;
  }

  /** Passes over a string and what continues it; null, and stays, where there is none. */
  @Nullable String string() {
    return string(false);
  }

  /** The same as it stands in the file: placeholders are not expanded. */
  @Nullable String rawString() {
    return string(true);
  }

  private @Nullable String string(boolean raw) {
    if (kind() != Kind.STRING && kind() != Kind.DOLLAR) {
      return null;
    }
    StringBuilder value = new StringBuilder();
    boolean plain;
    do {
      plain = kind() == Kind.STRING;
      String token = raw ? text.raw(lexer.start(), lexer.pos()) : spelled();
      value.append(Literal.value(token, lexer.escapes()));
      advance();
    } while (plain && kind() == Kind.STRING && lexer.continued());
    return value.toString();
  }

  /** Passes over a string, a word or a number and returns it folded: a setting's value. */
  @Nullable String setting() {
    String string = string();
    if (string != null) {
      return fold(string);
    }
    if (kind() != Kind.WORD && kind() != Kind.NUMBER && kind() != Kind.QUOTED) {
      return null;
    }
    String value = kind() == Kind.QUOTED ? fold(Literal.name(spelled())) : folded();
    advance();
    return value;
  }

  private @Nullable String part() {
    if (kind() != Kind.WORD && kind() != Kind.QUOTED) {
      return null;
    }
    String name = kind() == Kind.WORD ? folded() : Literal.name(spelled());
    advance();
    return clip(name);
  }

  private void back(int mark) {
    if (lexer.start() != mark) {
      lexer = new Lexer(text, mark, end, lexer.plainEscapes());
      advance();
    }
  }

  static String fold(String name) {
    char[] folded = name.toCharArray();
    for (int i = 0; i < folded.length; i++) {
      char c = folded[i];
      if (c >= 'A' && c <= 'Z') {
        folded[i] = (char) (c + ('a' - 'A'));
      }
    }
    return new String(folded);
  }

  private static String clip(String name) {
    if (name.length() * 3L <= NAME_BYTES) {
      return name;
    }
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= NAME_BYTES) {
      return name;
    }
    int length = NAME_BYTES;
    while ((bytes[length] & 0xc0) == 0x80) {
      length--;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
