package io.github.dbsage.run;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.UserError;
import java.time.Duration;

/** Comes back to a database after a connection was lost, when nothing of the old session runs. */
final class Reconnection {

  private static final long PAUSE_MS = 500;

  private Reconnection() {}

  /**
   * Connects anew, and waits until the lost session's backend has ended: before that, nobody can
   * say whether it will commit.
   *
   * @param pid of the lost backend
   * @return a session of the database; on an error, none is left open
   * @throws UserError when the server does not come back, or the backend does not end, in time
   */
  static Session open(Database database, int pid, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      Session session = connect(database, deadline);
      try {
        awaitEnd(session, pid, deadline);
        return session;
      } catch (ServerFailure e) {
        session.close();
        if (!e.connectionLost() || System.nanoTime() > deadline) {
          throw e;
        }
      } catch (UserError e) {
        session.close();
        throw e;
      }
    }
  }

  private static Session connect(Database database, long deadline) {
    while (true) {
      try {
        return database.openOnce();
      } catch (UserError e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        pause();
      }
    }
  }

  private static void awaitEnd(Session session, int pid, long deadline) {
    while (isRunning(session, pid)) {
      if (System.nanoTime() > deadline) {
        throw new UserError(RunProblems.stillAtWork(pid));
      }
      pause();
    }
  }

  /** A process that began later only happens to have the same number. */
  private static boolean isRunning(Session session, int pid) {
    return session.one(
        """
        SELECT EXISTS (SELECT FROM pg_catalog.pg_stat_activity a, pg_catalog.pg_stat_activity self
                        WHERE a.pid = ? AND a.datid = self.datid
                          AND self.pid = pg_catalog.pg_backend_pid()
                          AND a.backend_start < self.backend_start)
        """,
        row -> row.flag(1),
        pid);
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserError(RunProblems.interrupted(), e);
    }
  }
}
