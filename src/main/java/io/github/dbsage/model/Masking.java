package io.github.dbsage.model;

import org.jspecify.annotations.Nullable;

/** A text of which pieces are being masked, from left to right. Not thread-safe. */
final class Masking {

  private final String text;
  private @Nullable StringBuilder out;
  private int copied;

  Masking(String text) {
    this.text = text;
  }

  /** Masks a piece that begins at or behind the end of the one before; an empty one stays. */
  void mask(int from, int to) {
    if (from == to) {
      return;
    }
    if (out == null) {
      out = new StringBuilder(text.length());
    }
    out.append(text, copied, from).append(Redaction.MASK);
    copied = to;
  }

  /** The masked text; the same instance where that changed nothing. */
  String done() {
    if (out == null) {
      return text;
    }
    out.append(text, copied, text.length());
    return text.contentEquals(out) ? text : out.toString();
  }
}
