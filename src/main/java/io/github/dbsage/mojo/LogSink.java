package io.github.dbsage.mojo;

import io.github.dbsage.model.Sink;
import org.apache.maven.plugin.logging.Log;

/** Writes to Maven's log. */
final class LogSink implements Sink {

  private final Log log;
  private final boolean colour;

  LogSink(Log log, boolean colour) {
    this.log = log;
    this.colour = colour;
  }

  @Override
  public void info(String line) {
    log.info(line);
  }

  @Override
  public void warn(String line) {
    log.warn(line);
  }

  @Override
  public void error(String line) {
    log.error(line);
  }

  @Override
  public boolean colour() {
    return colour;
  }
}
