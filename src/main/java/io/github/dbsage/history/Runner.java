package io.github.dbsage.history;

import io.github.dbsage.db.Session;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who holds the run lock, as far as the asking role may see it.
 *
 * @param application what the session calls itself: {@code dbsage apply user@host}
 * @param pid of its session; null where a lease stands for it, and names it in {@code application}
 * @param since when it connected, in UTC, to the second; null where the role may not see that
 */
public record Runner(
    String application,
    @Nullable Integer pid,
    @Nullable String user,
    @Nullable String address,
    @Nullable String since) {

  /**
   * The runner at work; null where none is, or where this is a standby, which has no such locks.
   */
  public static @Nullable Runner atWork(Session session, Tables tables) {
    List<Runner> runners =
        session.query(
            """
            SELECT coalesce(nullif(a.application_name, ''), 'a session'), l.pid,
                   coalesce(a.usename::text, '?'), pg_catalog.host(a.client_addr),
                   pg_catalog.to_char(a.backend_start AT TIME ZONE 'UTC',
                                      'YYYY-MM-DD HH24:MI:SS"Z"')
              FROM pg_catalog.pg_locks l
              LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
             WHERE l.locktype = 'advisory' AND l.objsubid = 2 AND l.granted
               AND l.classid = ?::bigint::oid AND l.objid = ?::bigint::oid
               AND l.database = (SELECT oid FROM pg_catalog.pg_database
                                  WHERE datname = pg_catalog.current_database())
            """,
            row ->
                new Runner(
                    row.string(1), (int) row.number(2), row.string(3), row.text(4), row.text(5)),
            (long) SessionLock.CLASS_ID,
            SessionLock.crc32(tables.schema()));
    return runners.isEmpty() ? leased(session, tables) : runners.get(0);
  }

  private static @Nullable Runner leased(Session session, Tables tables) {
    Lease.Standing standing = new Lease(tables).standing(session);
    return standing == null || standing.hasRunOut()
        ? null
        : new Runner(standing.holder(), null, null, null, null);
  }
}
