package io.github.dbsage.model;

import java.util.Locale;

/** How a file wants its transactions: {@code -- dbsage: transaction=…}. */
public enum TransactionMode {
  /** One transaction, cut into segments where a statement forbids it. */
  AUTO,
  /** All in one; a statement that forbids it is an error. */
  TRUE,
  /** Each statement by itself, journalled. */
  FALSE;

  /** The name in a directive: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
