package io.github.dbsage.history;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.UserError;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Does something again and again while the goal's thread works, on a thread and a session of its
 * own; a lost session is replaced. Closing ends it, and waits for what it is at.
 */
final class Heartbeat implements AutoCloseable {

  private static final Duration LAST_BEAT = Duration.ofSeconds(5);

  private final Database database;
  private final Duration interval;
  private final Consumer<Session> beat;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "dbsage-heartbeat");
  private volatile @Nullable Session session;

  Heartbeat(Database database, Duration interval, Consumer<Session> beat) {
    this.database = database;
    this.interval = interval;
    this.beat = beat;
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!ended.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
        beatOnce();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      closeSession();
    }
  }

  /** Never fails: whether the lease still holds, the next write finds out. */
  private void beatOnce() {
    try {
      Session open = session;
      if (open == null) {
        open = database.open();
        session = open;
      }
      beat.accept(open);
    } catch (ServerFailure | UserError e) {
      closeSession();
    }
  }

  private void closeSession() {
    Session open = session;
    session = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void close() {
    ended.countDown();
    try {
      thread.join(LAST_BEAT.toMillis());
      if (thread.isAlive()) {
        closeSession();
        thread.join(LAST_BEAT.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closeSession();
    }
  }
}
