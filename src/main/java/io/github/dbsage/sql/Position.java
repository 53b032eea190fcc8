package io.github.dbsage.sql;

import io.github.dbsage.model.Place;

/** A place in a file that moves forward over text; columns count code points. Not thread-safe. */
final class Position {

  private final String file;
  private int line;
  private int column;

  Position(Place start) {
    this.file = start.file();
    this.line = start.line();
    this.column = start.column();
  }

  Place place() {
    return new Place(file, line, column);
  }

  void over(char[] chars, int begin, int end) {
    int lines = 0;
    int lineStart = begin;
    for (int i = begin; i < end; i++) {
      if (chars[i] == '\n') {
        lines++;
        lineStart = i + 1;
      }
    }
    if (lines > 0) {
      line += lines;
      column = 1;
    }
    for (int i = lineStart; i < end; i++) {
      if (!Character.isLowSurrogate(chars[i])) {
        column++;
      }
    }
  }

  void over(String text) {
    over(text.toCharArray(), 0, text.length());
  }
}
