package io.github.dbsage.model;

import java.util.Locale;

/** How bad a finding is; the order is from harmless to bad. */
public enum Severity {
  INFO,
  WARNING,
  ERROR;

  /** The name in reports: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
