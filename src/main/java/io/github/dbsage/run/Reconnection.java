package io.github.dbsage.run;

import io.github.dbsage.db.Database;
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
   * @throws UserError when the server does not come back, or the backend does not end, in time
   */
  static Session open(Database database, int pid, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        Session session = database.open();
        while (isRunning(session, pid) && System.nanoTime() < deadline) {
          pause();
        }
        return session;
      } catch (UserError e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        pause();
      }
    }
  }

  private static boolean isRunning(Session session, int pid) {
    return session.one(
        """
        SELECT EXISTS (SELECT FROM pg_catalog.pg_stat_activity
                        WHERE pid = ? AND datname = pg_catalog.current_database()
                          AND application_name = pg_catalog.current_setting('application_name'))
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
