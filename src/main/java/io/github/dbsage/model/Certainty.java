package io.github.dbsage.model;

import java.util.Locale;

/** How sure a finding is. */
public enum Certainty {
  /** The files alone prove it. */
  CERTAIN,
  /** Only the catalog can decide. */
  POSSIBLE,
  /** A run showed it. */
  CONFIRMED;

  /** The name in reports: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
