package io.github.dbsage.trace;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.sql.LockMode;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs a statement that forbids a transaction and sees its locks from outside.
 *
 * <p>Looking often could miss a lock. So there is a transaction with a writer's locks on all tables
 * at every moment: whoever asks for a strong lock has to wait for it, is seen waiting, and only
 * then let go on. Use once.
 */
final class Alone {

  private static final long LOOK_MS = 2;
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private final Database database;
  private final List<String> tables;
  private final Map<Long, Set<LockMode>> locks = new HashMap<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable RuntimeException failure;

  Alone(Database database, List<String> tables) {
    this.database = database;
    this.tables = tables;
  }

  /** Runs it on the caller's thread; the locks that the session held or wanted. */
  Map<Long, Set<LockMode>> run(int pid, Runnable statement) {
    try (Session observer = database.open()) {
      Session first = writer();
      Thread thread = new Thread(() -> watch(observer, pid, first), "dbsage-alone");
      thread.start();
      try {
        statement.run();
      } finally {
        ended.countDown();
        join(thread);
      }
    }
    RuntimeException unseen = failure;
    if (unseen != null) {
      throw unseen;
    }
    return locks;
  }

  private void watch(Session observer, int pid, @Nullable Session first) {
    Session writer = first;
    try {
      boolean last;
      do {
        last = ended.await(LOOK_MS, TimeUnit.MILLISECONDS);
        Session standing = writer;
        boolean inTheWay = !last && standing != null && waits(observer, pid, standing.pid());
        Sight.locksOf(pid, observer)
            .forEach(
                (oid, modes) ->
                    locks.computeIfAbsent(oid, o -> EnumSet.noneOf(LockMode.class)).addAll(modes));
        if (standing != null && inTheWay) {
          writer = writer();
          standing.close();
        }
      } while (!last);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure = e;
    } finally {
      if (writer != null) {
        writer.close();
      }
    }
  }

  /** Null where a strong lock on one of the tables is held or waited for. */
  private @Nullable Session writer() {
    Session session = database.open();
    try {
      session.send("BEGIN");
      if (!tables.isEmpty()) {
        session.send("LOCK TABLE " + String.join(", ", tables) + " IN ROW EXCLUSIVE MODE NOWAIT");
      }
      return session;
    } catch (ServerFailure e) {
      session.close();
      if (e.is(LOCK_NOT_AVAILABLE)) {
        return null;
      }
      throw e;
    }
  }

  private static boolean waits(Session observer, int pid, int writer) {
    return observer.one(
        "SELECT " + writer + " = ANY (pg_catalog.pg_blocking_pids(?))", row -> row.flag(1), pid);
  }

  private static void join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
