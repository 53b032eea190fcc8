package io.github.dbsage.model;

import java.io.IOException;
import java.io.InputStream;

/** A file's bytes, as often as they are needed: large files are streamed, never held. */
public interface Source {

  /** The file's name in messages: relative to the base directory, with {@code /}. */
  String file();

  /**
   * The raw bytes from the beginning.
   *
   * @throws IOException when the file cannot be read
   */
  InputStream open() throws IOException;
}
