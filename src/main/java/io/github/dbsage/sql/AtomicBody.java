package io.github.dbsage.sql;

import io.github.dbsage.sql.Lexer.Kind;

/**
 * Follows the tokens of a CREATE statement and knows when they are inside the {@code BEGIN ATOMIC …
 * END} body of a function or procedure, whose semicolons do not end the statement. Not thread-safe.
 *
 * <p>In PostgreSQL's grammar the body's END follows {@code ATOMIC} or a semicolon and nothing else
 * does, so CASE … END, {@code AS end} and {@code t.end} need no counting.
 */
final class AtomicBody {

  private enum Header {
    CREATE,
    ROUTINE,
    OTHER
  }

  private Header header = Header.CREATE;
  private boolean afterBegin;
  private boolean atStart;
  private int depth;
  private int begin;
  private int opened;

  /** Whether the last token is inside a body. */
  boolean inside() {
    return depth > 0;
  }

  /** Where the outermost body's BEGIN stands. */
  int opened() {
    return opened;
  }

  /**
   * Takes the next token, comments left out.
   *
   * @param parentheses how many are open
   */
  void token(Lexer lexer, int parentheses) {
    if (header == Header.OTHER) {
      return;
    }
    if (header == Header.CREATE) {
      header = header(lexer);
      return;
    }
    boolean wasAfterBegin = afterBegin;
    boolean wasAtStart = atStart;
    afterBegin = false;
    atStart = false;
    if (parentheses > 0) {
      return;
    }
    if (lexer.is("begin")) {
      afterBegin = true;
      begin = lexer.start();
    } else if (wasAfterBegin && lexer.is("atomic")) {
      if (depth++ == 0) {
        opened = begin;
      }
      atStart = true;
    } else if (wasAtStart && lexer.is("end")) {
      depth--;
    } else {
      atStart = depth > 0 && lexer.kind() == Kind.SEMICOLON;
    }
  }

  /** CREATE [OR REPLACE] FUNCTION | PROCEDURE. */
  private static Header header(Lexer lexer) {
    if (lexer.is("function") || lexer.is("procedure")) {
      return Header.ROUTINE;
    }
    boolean before = lexer.is("create") || lexer.is("or") || lexer.is("replace");
    return before ? Header.CREATE : Header.OTHER;
  }
}
