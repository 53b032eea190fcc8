package io.github.dbsage.backfill;

import io.github.dbsage.db.Session;
import io.github.dbsage.model.QualifiedName;

/** How much room a table's rows take, over all of its partitions. */
final class TableSize {

  private TableSize() {}

  /** In bytes, without TOAST and indexes. */
  static long bytes(Session session, QualifiedName table) {
    return session.one(
        """
        SELECT COALESCE(pg_catalog.sum(pg_catalog.pg_relation_size(t.relid)), 0)
          FROM (SELECT relid FROM pg_catalog.pg_partition_tree(pg_catalog.to_regclass(?))
                 WHERE isleaf
                UNION SELECT pg_catalog.to_regclass(?)) t
        """,
        row -> row.number(1),
        table.quoted(),
        table.quoted());
  }

  /** In pages. */
  static long pages(Session session, QualifiedName table) {
    long page =
        session.one("SELECT pg_catalog.current_setting('block_size')", row -> row.number(1));
    return bytes(session, table) / page;
  }
}
