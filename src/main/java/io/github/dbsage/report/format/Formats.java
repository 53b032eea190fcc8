package io.github.dbsage.report.format;

import io.github.dbsage.report.Format;
import java.util.List;

/** The formats that reports are written in. */
public final class Formats {

  private Formats() {}

  /**
   * All of them.
   *
   * @param toolVersion this plugin's, for formats that name it
   */
  public static List<Format> all(String toolVersion) {
    return List.of(new JsonFormat(), new SarifFormat(toolVersion), new JUnitFormat());
  }
}
