package io.github.dbsage.history;

import io.github.dbsage.db.Session;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Who holds the run lock, as far as the asking role may see it.
 *
 * @param application what the session calls itself: {@code dbsage apply user@host}
 * @param since when it connected, in UTC, to the second; null where the role may not see that
 */
public record Runner(
    String application, int pid, String user, @Nullable String address, @Nullable String since) {

  /** The first key of the advisory lock. */
  static final long CLASS_ID = 1_684_173_671;

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
            CLASS_ID,
            objectId(tables.schema()));
    return runners.isEmpty() ? null : runners.get(0);
  }

  static long objectId(String schema) {
    CRC32 crc = new CRC32();
    crc.update(schema.getBytes(StandardCharsets.UTF_8));
    return crc.getValue();
  }
}
