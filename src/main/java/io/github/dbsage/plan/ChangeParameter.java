package io.github.dbsage.plan;

import java.util.Locale;

/** What a pattern can be told. */
public enum ChangeParameter {
  TABLE,
  COLUMN,
  FROM,
  TO,
  NAME,
  TYPE;

  /** The user property: {@code dbsage.table}. */
  public String property() {
    return "dbsage." + name().toLowerCase(Locale.ROOT);
  }
}
