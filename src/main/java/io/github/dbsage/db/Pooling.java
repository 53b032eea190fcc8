package io.github.dbsage.db;

/** How long a backend of the server stays with one of our connections. */
public enum Pooling {
  /** For good: nothing but the network is in between. */
  NONE,
  /** As long as the connection lasts: a pooler is in between, and session locks hold. */
  SESSION,
  /** As long as a transaction lasts: no session lock and no session setting holds. */
  TRANSACTION,
  /** As long as a statement lasts: not even transactions hold. */
  STATEMENT;

  /** Whether what a session keeps between its transactions may meet somebody else. */
  public boolean isShared() {
    return this == TRANSACTION || this == STATEMENT;
  }
}
