package io.github.dbsage.model;

/** Where the console format writes its lines; one call is one line. */
public interface Sink {

  /** An ordinary line. */
  void info(String line);

  /** A line of a warning. */
  void warn(String line);

  /** A line of an error. */
  void error(String line);

  /** Whether ANSI colours are welcome. */
  boolean colour();
}
