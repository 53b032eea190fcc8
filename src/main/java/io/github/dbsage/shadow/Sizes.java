package io.github.dbsage.shadow;

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

  /**
   * What the last VACUUM or ANALYZE counted, and what the files hold. Nobody's lock is waited for
   * but for a moment.
   */
  private static final String TABLES =
      """
      SELECT c.oid, i.inhparent,
             pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname),
             CASE WHEN c.relkind = 'p' THEN 0 ELSE pg_catalog.pg_table_size(c.oid) END,
             CASE WHEN c.relkind = 'p' THEN 0 ELSE pg_catalog.pg_indexes_size(c.oid) END,
             CASE WHEN c.relkind = 'p' THEN 0
                  ELSE greatest(c.reltuples::bigint, s.n_live_tup, 0) END
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_catalog.pg_inherits i ON i.inhrelid = c.oid AND c.relispartition
        LEFT JOIN pg_catalog.pg_stat_all_tables s ON s.relid = c.oid
       WHERE c.relkind IN ('r', 'p', 'm')
         AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
      """;

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

  /** Reads them in the session's read-only transaction. */
  public static Sizes of(Session session) {
    List<Table> all =
        session.query(
            TABLES,
            row ->
                new Table(
                    row.number(1),
                    row.number(2),
                    row.string(3),
                    new Size(row.number(4), row.number(5), row.number(6))));
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
