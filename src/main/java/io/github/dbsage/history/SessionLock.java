package io.github.dbsage.history;

import io.github.dbsage.db.Session;
import io.github.dbsage.model.Listener;
import io.github.dbsage.model.UserError;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The run lock as a session advisory lock on a connection of its own that is never inside a
 * transaction (a waiting one would hold back CREATE INDEX CONCURRENTLY). It is polled, because a
 * session that waits inside {@code pg_advisory_lock()} holds a snapshot.
 */
public final class SessionLock implements RunLock {

  /** The first key: {@code dbsg} in ASCII. */
  static final int CLASS_ID = 1_684_173_671;

  private final Session session;
  private final Lease lease;
  private final long key;

  /** A second lock, this run's alone: whoever cannot take it knows that its session lives. */
  private final long witness;

  SessionLock(Session session, Tables tables) {
    this.session = session;
    this.lease = new Lease(tables);
    this.key = crc32(tables.schema());
    this.witness = ((long) CLASS_ID << 32) | (new SecureRandom().nextInt() & 0xffff_ffffL);
  }

  /**
   * Takes the lock, waiting while another runner holds it or has a lease; tells the listener whom
   * it waits for.
   *
   * @param session for the lock alone; it stays the caller's to close
   * @throws UserError when it was not free within the time, or the thread was interrupted
   */
  public static SessionLock acquire(
      Session session, Tables tables, Duration timeout, Listener listener) {
    SessionLock lock = new SessionLock(session, tables);
    Turn.await(lock::take, timeout, listener);
    return lock.witnessed();
  }

  /**
   * The same, but waits only for as long as the lock is needed.
   *
   * @param needless asked before each try
   * @return null where it was not needed any more
   * @throws UserError when it was not free within the time, or the thread was interrupted
   */
  public static @Nullable SessionLock acquireUnless(
      BooleanSupplier needless,
      Session session,
      Tables tables,
      Duration timeout,
      Listener listener) {
    SessionLock lock = new SessionLock(session, tables);
    return Turn.await(lock::take, needless, timeout, listener) ? lock.witnessed() : null;
  }

  private SessionLock witnessed() {
    session.query("SELECT pg_catalog.pg_advisory_lock(?)", row -> true, witness);
    return this;
  }

  private Turn.@Nullable Holder take() {
    if (!tryAcquire()) {
      return holder();
    }
    // Whoever takes a lease does so while nobody has this lock: a lease that is not seen now will
    // not be taken before the lock is given back.
    Lease.Standing standing = lease.standing(session);
    if (standing == null || (standing.hasRunOut() && remove(standing))) {
      return null;
    }
    release();
    return standing.words();
  }

  /** A lease that has run out must not come back to life while we work. */
  private boolean remove(Lease.Standing standing) {
    session.send("BEGIN ISOLATION LEVEL READ COMMITTED");
    boolean free = lease.obstacle(session) == null;
    session.send((free ? lease.removal(standing.owner()) + "; COMMIT" : "ROLLBACK"));
    return free;
  }

  /** True while this very session holds the lock. */
  @Override
  public String held() {
    return """
        EXISTS (SELECT FROM pg_catalog.pg_locks \
        WHERE locktype = 'advisory' AND classid = %d AND objid = %d AND objsubid = 2 \
        AND pid = %d AND granted AND database = (SELECT oid FROM pg_catalog.pg_database \
        WHERE datname = pg_catalog.current_database()))"""
        .formatted(CLASS_ID, key, session.pid());
  }

  /**
   * True while the session that took the lock lives, which never gives it back before it closes.
   * Reading {@code pg_locks} costs about as much as writing a migration's record.
   */
  @Override
  public String heldByAnother() {
    return "NOT pg_catalog.pg_try_advisory_xact_lock(" + witness + ")";
  }

  /** Nothing to do: whoever comes back waits until the lost session has ended. */
  @Override
  public void fenceOff(Session any, Duration patience) {}

  @Override
  public void close() {
    if (session.alive(Duration.ofSeconds(5))) {
      session.query("SELECT pg_catalog.pg_advisory_unlock(?)", row -> row.flag(1), witness);
      release();
    }
  }

  private void release() {
    session.query(
        "SELECT pg_catalog.pg_advisory_unlock(?, ?)", row -> row.flag(1), CLASS_ID, (int) key);
  }

  /** The same lock to the end of the transaction that the session is in. */
  boolean tryInTransaction() {
    return session.one(
        "SELECT pg_catalog.pg_try_advisory_xact_lock(?, ?)",
        row -> row.flag(1),
        CLASS_ID,
        (int) key);
  }

  private boolean tryAcquire() {
    return session.one(
        "SELECT pg_catalog.pg_try_advisory_lock(?, ?)", row -> row.flag(1), CLASS_ID, (int) key);
  }

  /** Who holds it. */
  Turn.Holder holder() {
    List<String> holders =
        session.query(
            """
            SELECT pg_catalog.format('%s (pid %s, user %s%s, connected for %s s)',
                     coalesce(nullif(a.application_name, ''), 'a session'),
                     l.pid,
                     coalesce(a.usename::text, '?'),
                     coalesce(' from ' || pg_catalog.host(a.client_addr), ''),
                     coalesce(pg_catalog.floor(extract(epoch FROM
                       pg_catalog.clock_timestamp() - a.backend_start))::text, '?'))
              FROM pg_catalog.pg_locks l
              LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
             WHERE l.locktype = 'advisory' AND l.classid = ?::bigint::oid AND l.objid = ?::bigint::oid
               AND l.objsubid = 2 AND l.granted
               AND l.database = (SELECT oid FROM pg_catalog.pg_database
                                  WHERE datname = pg_catalog.current_database())
            """,
            row -> row.string(1), (long) CLASS_ID, key);
    return new Turn.Holder(
        holders.isEmpty() ? "a runner that has just ended" : holders.get(0), false);
  }

  static long crc32(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return crc.getValue();
  }
}
