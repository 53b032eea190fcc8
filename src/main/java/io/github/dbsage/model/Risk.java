package io.github.dbsage.model;

import java.util.Locale;

/** How risky a change is; the order is from harmless to dangerous. */
public enum Risk {
  LOW,
  MEDIUM,
  HIGH;

  /** The name in plans and reports: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
