package io.github.dbsage.report.format;

import io.github.dbsage.report.Format;
import java.util.List;

/** The formats that reports are written in. */
public final class Formats {

  /** All of them. */
  public static final List<Format> ALL = List.of(new JsonFormat());

  private Formats() {}
}
