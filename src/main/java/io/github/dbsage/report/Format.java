package io.github.dbsage.report;

import io.github.dbsage.model.Report;

/** A way to write a report as a file. */
public interface Format {

  /** What the file's name ends with: {@code json}. */
  String suffix();

  /** The file's content. */
  byte[] bytes(Report report);
}
