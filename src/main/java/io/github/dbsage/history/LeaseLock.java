package io.github.dbsage.history;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.Listener;
import io.github.dbsage.model.UserError;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The run lock as a lease that is renewed for as long as the run lasts, for poolers that lend a
 * session only for a transaction. It is taken while nobody holds the session lock, and whoever
 * holds that respects it. A runner that was killed keeps it until it runs out.
 *
 * <p>What counts is whose it is, not what time it is: a transaction that writes keeps the owner's
 * row locked to its end, so that nobody takes the lease in between; one whose holder slept too long
 * is good until somebody takes it, and worthless from then on.
 */
public final class LeaseLock implements RunLock {

  /** How long it lasts without a heartbeat; a killed runner holds others up for so long. */
  public static final Duration LENGTH = Duration.ofSeconds(30);

  private final Session session;
  private final Database database;
  private final Lease lease;
  private final Heartbeat heartbeat;
  private volatile String owner;

  private LeaseLock(
      Session session, Lease lease, String owner, Duration length, Database database) {
    this.session = session;
    this.database = database;
    this.lease = lease;
    this.owner = owner;
    this.heartbeat =
        new Heartbeat(database, length.dividedBy(5), s -> lease.renew(s, this.owner, length));
  }

  /**
   * Takes the lease, waiting while another runner has it or the session lock.
   *
   * @param session of the goal's thread; it stays the caller's to close
   * @param database where the heartbeat opens a session of its own
   * @param holder what others are told of us: an application and a machine
   * @param length for which it is good without a heartbeat
   * @throws UserError when it was not to be had within the time, or the role may not take it
   */
  public static LeaseLock acquire(
      Session session,
      Database database,
      Tables tables,
      String holder,
      Duration length,
      Duration timeout,
      Listener listener) {
    return Objects.requireNonNull(
        acquireUnless(() -> false, session, database, tables, holder, length, timeout, listener));
  }

  /**
   * The same, but waits only for as long as the lease is needed.
   *
   * @param needless asked before each try
   * @return null where it was not needed any more
   * @throws UserError when it was not to be had within the time, or the role may not take it
   */
  public static @Nullable LeaseLock acquireUnless(
      BooleanSupplier needless,
      Session session,
      Database database,
      Tables tables,
      String holder,
      Duration length,
      Duration timeout,
      Listener listener) {
    Lease lease = new Lease(tables);
    SessionLock rival = new SessionLock(session, tables);
    String owner = UUID.randomUUID().toString();
    String words = holder + " (process " + ProcessHandle.current().pid();
    boolean ours =
        Turn.await(
            () -> take(session, tables, lease, rival, owner, words, length, listener),
            needless,
            timeout,
            listener);
    if (!ours) {
      return null;
    }
    LeaseLock lock = new LeaseLock(session, lease, owner, length, database);
    lock.heartbeat.start();
    return lock;
  }

  /** One transaction, which no holder of the session lock and no other taker shares. */
  private static Turn.@Nullable Holder take(
      Session session,
      Tables tables,
      Lease lease,
      SessionLock rival,
      String owner,
      String words,
      Duration length,
      Listener listener) {
    boolean open = true;
    try {
      session.send("BEGIN ISOLATION LEVEL READ COMMITTED");
      if (!rival.tryInTransaction()) {
        return rival.holder();
      }
      if (!tables.hasMeta(session)) {
        tables.createMeta(session);
      }
      Lease.Standing before = lease.standing(session);
      Lease.Standing obstacle = lease.obstacle(session);
      if (obstacle != null) {
        return obstacle.words();
      }
      lease.write(session, owner, words, length);
      session.send("COMMIT");
      open = false;
      if (before != null && before.hasRunOut()) {
        listener.on(
            new Event.Remark("took over the lease of " + before.holder() + ", which had run out"));
      }
      return null;
    } catch (ServerFailure e) {
      open = !e.connectionLost();
      if (e.is("42501")) {
        throw new UserError(HistoryProblems.mayNotCreate(tables.schema(), e), e);
      }
      throw e;
    } finally {
      if (open) {
        session.send("ROLLBACK");
      }
    }
  }

  /** True while the lease is ours, which it stays to the end of the transaction that asks. */
  @Override
  public String held() {
    return lease.heldBy(owner);
  }

  /**
   * Takes the lease anew under another name: this waits for a transaction that has shown the old
   * one already, and one that has not will not be recorded.
   */
  @Override
  public void fenceOff(Session any, Duration patience) {
    String next = UUID.randomUUID().toString();
    int rows;
    any.send("BEGIN ISOLATION LEVEL READ COMMITTED");
    try {
      any.send("SET LOCAL lock_timeout = " + patience.toMillis());
      rows = lease.rename(any, owner, next);
      any.send("COMMIT");
    } catch (ServerFailure e) {
      if (!e.connectionLost()) {
        any.send("ROLLBACK");
      }
      throw e;
    }
    if (rows != 1) {
      throw new UserError(HistoryProblems.lockLost());
    }
    owner = next;
  }

  @Override
  public void close() {
    heartbeat.close();
    if (!release(session)) {
      try (Session another = database.open()) {
        release(another);
      } catch (UserError e) {
        // The server is not there: the lease runs out by itself.
      }
    }
  }

  /** Whether the server was there to be asked. */
  private boolean release(Session by) {
    try {
      by.send("BEGIN; SET LOCAL lock_timeout = 5000; " + lease.removal(owner) + "; COMMIT");
      return true;
    } catch (ServerFailure e) {
      if (e.connectionLost()) {
        return false;
      }
      by.send("ROLLBACK");
      return true;
    }
  }
}
