package io.github.dbsage.app;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.Session;
import io.github.dbsage.history.LeaseLock;
import io.github.dbsage.history.RunLock;
import io.github.dbsage.history.SessionLock;
import io.github.dbsage.history.Tables;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What keeps two runners apart. */
public enum Lock {
  /** An advisory lock of a session. */
  SESSION,
  /** A lease in a table, for where no session lasts: behind a transaction pooler. */
  LEASE;

  /**
   * Refuses a connection that cannot hold the lock, before anything is written.
   *
   * @throws io.github.dbsage.model.UserError when it cannot
   */
  void requireOn(Database database, Session session) {
    database.requireLockable(session, this == LEASE);
  }

  /** Waits for the run lock and takes it. */
  RunLock acquire(String goal, GoalRun run, Database database, Session session, Tables tables) {
    return Objects.requireNonNull(acquireUnless(() -> false, goal, run, database, session, tables));
  }

  /**
   * The same, but waits only for as long as the lock is needed.
   *
   * @param needless asked before each try
   * @return null where it was not needed any more
   */
  @Nullable RunLock acquireUnless(
      BooleanSupplier needless,
      String goal,
      GoalRun run,
      Database database,
      Session session,
      Tables tables) {
    Duration timeout = run.context().access().runnerTimeout();
    return switch (this) {
      case SESSION -> SessionLock.acquireUnless(needless, session, tables, timeout, run.listener());
      case LEASE ->
          LeaseLock.acquireUnless(
              needless,
              session,
              database,
              tables,
              Applications.name(goal),
              LeaseLock.LENGTH,
              timeout,
              run.listener());
    };
  }
}
