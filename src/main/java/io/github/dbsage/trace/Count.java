package io.github.dbsage.trace;

import io.github.dbsage.db.Session;

/**
 * What the server has counted for a session and not written down yet (PostgreSQL manual, table
 * 27.36 "Additional Statistics Functions").
 *
 * @param scans how often the relation was read from end to end
 * @param changed how many of its rows were updated or deleted
 */
record Count(long scans, long changed) {

  static final Count NONE = new Count(0, 0);

  /** Of {@code pg_class c}. */
  static final String COLUMNS =
      """
      coalesce(pg_catalog.pg_stat_get_xact_numscans(c.oid), 0),
      coalesce(pg_catalog.pg_stat_get_xact_tuples_updated(c.oid), 0)
        + coalesce(pg_catalog.pg_stat_get_xact_tuples_deleted(c.oid), 0)
      """;

  /** Of every relation that has some. */
  static final String ALL =
      "SELECT * FROM (SELECT c.oid, "
          + COLUMNS
          + " FROM pg_catalog.pg_class c WHERE c.relkind IN ('r', 'm')) c (oid, scans, changed)"
          + " WHERE scans > 0 OR changed > 0";

  /** Of a relation. */
  record Counted(long oid, Count count) {}

  static Counted of(Session.Row row) {
    return new Counted(row.number(1), new Count(row.number(2), row.number(3)));
  }
}
