package io.github.dbsage.backfill.signal;

import io.github.dbsage.backfill.Probe;
import io.github.dbsage.backfill.Reading;
import io.github.dbsage.backfill.Signal;

/**
 * Somebody's sessions that wait for a lock of the backfill: the one harm that cancelling a batch
 * undoes at once. Locks are shown to every role (PostgreSQL manual, pg_locks).
 */
final class BlockedSessions implements Signal {

  /** Waiting for so long is what cancels. */
  private static final double LIMIT_MS = 100;

  /**
   * Who waits for a virtual transaction builds or drops an index CONCURRENTLY: such a wait is long
   * by nature, stands in nobody's way, and ends with the batch. Autovacuum has no user.
   */
  private static final String QUERY =
      Ours.WITH
          + """
          , waiting AS MATERIALIZED (
            SELECT l.pid, coalesce(pg_catalog.max(EXTRACT(epoch FROM
              pg_catalog.clock_timestamp() - l.waitstart)) * 1000, 0) AS ms
            FROM pg_catalog.pg_locks l
            WHERE NOT l.granted AND l.locktype <> 'virtualxid'
              AND l.pid NOT IN (SELECT pid FROM ours)
            GROUP BY l.pid
          )
          SELECT pg_catalog.count(*), coalesce(pg_catalog.max(w.ms), 0)::pg_catalog.int8
          FROM waiting w JOIN pg_catalog.pg_stat_activity a ON a.pid = w.pid
          WHERE a.usesysid IS NOT NULL AND EXISTS (
            SELECT FROM pg_catalog.unnest(pg_catalog.pg_blocking_pids(w.pid)) b (pid)
            WHERE b.pid IN (SELECT pid FROM ours))
          """;

  @Override
  public String name() {
    return "blocked sessions";
  }

  @Override
  public boolean isBasic() {
    return true;
  }

  @Override
  public Reading look(Probe probe) {
    return probe
        .session()
        .one(
            QUERY,
            row -> judge(row.number(1), row.number(2)),
            Ours.application(probe),
            Ours.pids(probe));
  }

  private static Reading judge(long sessions, long ms) {
    if (sessions == 0) {
      return Reading.of(0, "nobody waits for the backfill's locks");
    }
    return Reading.of(
        2.0 * ms / LIMIT_MS,
        Words.count(sessions, "session waits", "sessions wait")
            + " for the backfill's locks, for up to "
            + Words.time(ms)
            + "; the limit is "
            + Words.time(LIMIT_MS));
  }
}
