package io.github.dbsage.sql;

/** Knows what a comment needs to know of the lines before it. Not thread-safe. */
final class LineState {

  private boolean leading = true;
  private boolean clean = true;
  private boolean afterComment;
  private int lineEnds;

  /** Whether the leading comment block is not over. */
  boolean leading() {
    return leading;
  }

  /** Whether only white space was on this line so far. */
  boolean clean() {
    return clean;
  }

  /** Takes white space and stray semicolons. */
  void gap(char[] chars, int begin, int end) {
    for (int i = begin; i < end; i++) {
      if (chars[i] == '\n') {
        clean = true;
        lineEnds++;
      } else if (chars[i] == ';') {
        token();
      }
    }
    if (afterComment && lineEnds > 1) {
      leading = false;
    }
  }

  void comment() {
    afterComment = true;
    clean = false;
    lineEnds = 0;
  }

  /** Takes anything else. */
  void token() {
    leading = false;
    clean = false;
  }

  /** Takes something that ends with its line. */
  void wholeLines() {
    leading = false;
    clean = true;
  }
}
