package io.github.dbsage.sql;

import io.github.dbsage.model.Source;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of SQL as PostgreSQL and psql would and cuts it into {@link Item}s, one at a time,
 * in memory bounded by the largest single statement. Not thread-safe.
 */
public final class Script implements AutoCloseable {

  private Script() {}

  /**
   * Opens a file.
   *
   * @throws IOException when it cannot be read
   */
  public static Script open(Source source, Placeholders placeholders) throws IOException {
    return new Script();
  }

  /**
   * The next item, or null at the end.
   *
   * @throws IOException when the file cannot be read
   */
  public @Nullable Item next() throws IOException {
    return null;
  }

  /** Whether a placeholder, or an escaped one, was met so far (in whichever mode). */
  public boolean metPlaceholder() {
    return false;
  }

  @Override
  public void close() throws IOException {}
}
