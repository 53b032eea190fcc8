package io.github.dbsage.backfill.signal;

import io.github.dbsage.backfill.Probe;
import io.github.dbsage.backfill.Reading;
import io.github.dbsage.backfill.Signal;

/**
 * Dead rows of the table, for people: VACUUM is what helps against them, not going slower. Only an
 * autovacuum that waits for us holds back: it is one against wraparound, others step aside.
 */
final class DeadRows implements Signal {

  /** Below what the throttle takes note of. */
  private static final double MOST = 0.69;

  /** Of a partitioned table, its partitions. */
  private static final String QUERY =
      Ours.WITH
          + """
          , tables AS MATERIALIZED (
            SELECT pg_catalog.to_regclass(?)::pg_catalog.oid AS oid
            UNION
            SELECT p.relid FROM pg_catalog.pg_partition_tree(pg_catalog.to_regclass(?)) p
          )
          SELECT
            (SELECT coalesce(pg_catalog.sum(pg_catalog.pg_stat_get_dead_tuples(oid)), 0)
             FROM tables)::pg_catalog.int8,
            (SELECT coalesce(pg_catalog.sum(c.reltuples), 0) FROM tables t
             JOIN pg_catalog.pg_class c ON c.oid = t.oid
             WHERE c.reltuples > 0 AND c.relkind <> 'p')::pg_catalog.int8,
            EXISTS (
              SELECT FROM pg_catalog.pg_locks l
              JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid AND a.usesysid IS NULL
              WHERE NOT l.granted AND l.relation IN (SELECT oid FROM tables)
                AND l.locktype = 'relation' AND EXISTS (
                  SELECT FROM pg_catalog.unnest(pg_catalog.pg_blocking_pids(l.pid)) b (pid)
                  WHERE b.pid IN (SELECT pid FROM ours)))
          """;

  @Override
  public String name() {
    return "dead rows";
  }

  @Override
  public int every() {
    return 8;
  }

  @Override
  public Reading look(Probe probe) {
    String table = probe.table().quoted();
    return probe
        .session()
        .one(
            QUERY,
            row -> judge(row.number(1), row.number(2), row.flag(3)),
            Ours.application(probe),
            Ours.pids(probe),
            table,
            table);
  }

  static Reading judge(long dead, long rows, boolean awaited) {
    if (awaited) {
      return Reading.of(1, "autovacuum waits for the backfill, to prevent wraparound");
    }
    String of = rows == 0 ? "" : " beside about " + rows;
    return Reading.of(
        Math.min(MOST, (double) dead / Math.max(1, rows)),
        Words.count(dead, "dead row is", "dead rows are") + " in the table" + of);
  }
}
