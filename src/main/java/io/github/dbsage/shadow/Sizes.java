package io.github.dbsage.shadow;

import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How large the tables of a database are.
 *
 * @param tables by name, with the schema, quoted where needed; a partitioned one with its
 *     partitions
 */
public record Sizes(Map<String, Size> tables) {

  /** Where none are known. */
  public static final Sizes UNKNOWN = new Sizes(Map.of());

  private static final String LOCK_NOT_AVAILABLE = "55P03";

  /** What the last VACUUM or ANALYZE counted, and what the files hold. */
  private static final String TABLES =
      """
      SELECT c.oid, i.inhparent,
             pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname),
             CASE WHEN c.relkind = 'p' THEN 0 ELSE %s END,
             CASE WHEN c.relkind = 'p' THEN 0 ELSE %s END,
             CASE WHEN c.relkind = 'p' THEN 0
                  ELSE greatest(c.reltuples::bigint, s.n_live_tup, 0) END
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_catalog.pg_inherits i ON i.inhrelid = c.oid AND c.relispartition
        LEFT JOIN pg_catalog.pg_stat_all_tables s ON s.relid = c.oid
       WHERE c.relkind IN ('r', 'p', 'm')
         AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%%'
      """;

  private static final String EXACT =
      TABLES.formatted("pg_catalog.pg_table_size(c.oid)", "pg_catalog.pg_indexes_size(c.oid)");

  /** Needs no lock on any of them. */
  private static final String COUNTED =
      TABLES.formatted(
          "c.relpages::bigint * pg_catalog.current_setting('block_size')::bigint",
          """
          coalesce((SELECT sum(x.relpages::bigint) FROM pg_catalog.pg_index i
                      JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
                     WHERE i.indrelid = c.oid), 0)
            * pg_catalog.current_setting('block_size')::bigint
          """);

  public Sizes {
    tables = Map.copyOf(tables);
  }

  /**
   * A table's size.
   *
   * @param bytes of its rows
   * @param indexes bytes of its indexes
   * @param rows about how many
   */
  public record Size(long bytes, long indexes, long rows) {

    Size plus(Size other) {
      return new Size(bytes + other.bytes, indexes + other.indexes, rows + other.rows);
    }
  }

  private record Table(long oid, long parent, String name, Size size) {}

  /**
   * Reads them in the session's read-only transaction. Where somebody has locked a table for longer
   * than the session's lock_timeout, all are as large as the last VACUUM or ANALYZE saw them.
   */
  public static Sizes of(Session session) {
    session.send("SAVEPOINT dbsage_sizes");
    try {
      return of(session.query(EXACT, Sizes::table));
    } catch (ServerFailure e) {
      if (!e.is(LOCK_NOT_AVAILABLE)) {
        throw e;
      }
      session.send("ROLLBACK TO SAVEPOINT dbsage_sizes");
      return of(session.query(COUNTED, Sizes::table));
    }
  }

  private static Table table(Session.Row row) {
    return new Table(
        row.number(1),
        row.number(2),
        row.string(3),
        new Size(row.number(4), row.number(5), row.number(6)));
  }

  private static Sizes of(List<Table> all) {
    Map<Long, Table> byOid = new HashMap<>();
    all.forEach(table -> byOid.put(table.oid(), table));
    Map<String, Size> sizes = new HashMap<>();
    for (Table table : all) {
      for (Table up = table; up != null; up = byOid.get(up.parent())) {
        sizes.merge(up.name(), table.size(), Size::plus);
      }
    }
    return new Sizes(sizes);
  }

  /** Of a table; null where it is not known. */
  public @Nullable Size of(String table) {
    return tables.get(table);
  }
}
