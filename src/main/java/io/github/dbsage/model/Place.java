package io.github.dbsage.model;

import org.jspecify.annotations.Nullable;

/**
 * A position in a file.
 *
 * @param file relative to the base directory, with {@code /}
 * @param line from 1
 * @param column from 1, counted in code points
 */
public record Place(String file, int line, int column) {

  public Place {
    if (file.isEmpty() || line < 1 || column < 1) {
      throw new IllegalArgumentException("not a place: " + file + ":" + line + ":" + column);
    }
  }

  /** The first character of a file. */
  public static Place startOf(String file) {
    return new Place(file, 1, 1);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Place that
        && line == that.line
        && column == that.column
        && file.equals(that.file);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * line + column) + file.hashCode();
  }

  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
