package io.github.dbsage.sql;

import io.github.dbsage.sql.Lexer.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Finds comments inside a statement: what looks like one may stand in a string. */
public final class LineComments {

  private LineComments() {}

  /** Where the first one begins that begins so, in chars; -1 where there is none. */
  public static int indexOf(String sql, String beginning) {
    if (!sql.contains(beginning)) {
      return -1;
    }
    Lexer lexer = new Lexer(new Text(sql));
    try {
      while (lexer.next() != Kind.END) {
        if (lexer.kind() == Kind.LINE_COMMENT && sql.startsWith(beginning, lexer.start())) {
          return lexer.start();
        }
      }
      return -1;
    } catch (IOException e) {
      throw new UncheckedIOException("a text that is in memory cannot fail to be read", e);
    }
  }
}
