package io.github.dbsage.history;

import io.github.dbsage.db.Session;

/** What makes sure that one runner at a time works on a database and schema. */
public sealed interface RunLock extends AutoCloseable permits SessionLock {

  /** SQL that is true while the lock is ours: the fence of every history write. */
  String held();

  /**
   * The same for sessions other than the lock's own, who write far more often: as cheap as it can
   * be. It belongs into a transaction that is rolled back where it is not true.
   */
  default String heldByAnother() {
    return held();
  }

  /** Whether the lock is still ours, as the server sees it. */
  default boolean isHeld(Session any) {
    return any.one("SELECT " + held(), row -> row.flag(1));
  }

  /** Gives the lock back; never fails. */
  @Override
  void close();
}
