package io.github.dbsage.backfill.signal;

import io.github.dbsage.backfill.Probe;
import io.github.dbsage.backfill.Reading;
import io.github.dbsage.backfill.Signal;
import java.time.Duration;

/**
 * The oldest transaction of others that keeps dead rows from being pruned: meanwhile each row that
 * is changed takes new room.
 */
final class OldSnapshot implements Signal {

  private static final Duration LIMIT = Duration.ofHours(1);

  /** Whoever forgot to commit is not woken by a backfill that stands still. */
  private static final double MOST = 1.5;

  /** Every role sees who has a snapshot, but not since when. */
  private static final String QUERY =
      Ours.WITH
          + """
          SELECT coalesce(pg_catalog.max(EXTRACT(epoch FROM
                   pg_catalog.clock_timestamp() - o.since)) * 1000, 0)::pg_catalog.int8,
                 pg_catalog.count(*) FILTER (WHERE o.since IS NULL),
                 current_user
          FROM (
            SELECT a.xact_start AS since FROM pg_catalog.pg_stat_activity a
            WHERE a.datname = pg_catalog.current_database() AND a.usesysid IS NOT NULL
              AND (a.backend_xmin IS NOT NULL OR a.backend_xid IS NOT NULL)
              AND a.pid NOT IN (SELECT pid FROM ours)
            UNION ALL
            SELECT p.prepared FROM pg_catalog.pg_prepared_xacts p
            WHERE p.database = pg_catalog.current_database()
          ) o
          """;

  private final Duration limit;

  OldSnapshot() {
    this(LIMIT);
  }

  OldSnapshot(Duration limit) {
    this.limit = limit;
  }

  @Override
  public String name() {
    return "oldest snapshot";
  }

  @Override
  public int every() {
    return 8;
  }

  @Override
  public Reading look(Probe probe) {
    return probe
        .session()
        .one(
            QUERY,
            row -> judge(row.number(1), row.number(2), row.string(3)),
            Ours.application(probe),
            Ours.pids(probe));
  }

  private Reading judge(long ms, long hidden, String role) {
    double use = Math.min(MOST, (double) ms / limit.toMillis());
    if (hidden > 0 && use < 1) {
      return Reading.unwatched(
          Words.hidden("how old the snapshots of other roles are is not shown to", role));
    }
    return ms == 0
        ? Reading.of(0, "nobody else has a snapshot")
        : Reading.of(
            use,
            "the oldest transaction of others is open for "
                + Words.time(ms)
                + " and keeps dead rows; the limit is "
                + Words.time(limit.toMillis()));
  }
}
