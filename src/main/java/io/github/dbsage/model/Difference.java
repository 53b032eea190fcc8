package io.github.dbsage.model;

/** How a file differs from what was recorded of it, where the checksums differ. */
public enum Difference {
  /** The same text: the recorded value was taken over other bytes (line ends, BOM, raw file). */
  BYTES("bytes only"),
  /** The statements are the same; comments or blanks differ. */
  COMMENTS("comments or blanks only"),
  /** The statements differ. */
  CODE("code"),
  /** The record does not tell: another tool, or a stamp, wrote it. */
  UNKNOWN("unknown");

  private final String label;

  Difference(String label) {
    this.label = label;
  }

  /** For people. */
  public String label() {
    return label;
  }
}
