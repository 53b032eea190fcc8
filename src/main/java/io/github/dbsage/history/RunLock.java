package io.github.dbsage.history;

import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.UserError;
import java.time.Duration;

/** What makes sure that one runner at a time works on a database and schema. */
public sealed interface RunLock extends AutoCloseable permits SessionLock, LeaseLock {

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

  /**
   * Makes sure, after a connection was lost, that what went through it is either recorded by now or
   * never will be.
   *
   * @param any a session of the same database, not in a transaction
   * @throws UserError when the lock is not ours any more
   * @throws ServerFailure when the server is still at it after the time
   */
  void fenceOff(Session any, Duration patience);

  /** Gives the lock back; never fails. */
  @Override
  void close();
}
