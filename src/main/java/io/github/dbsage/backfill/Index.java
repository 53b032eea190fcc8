package io.github.dbsage.backfill;

import io.github.dbsage.db.Session;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A valid btree index of all rows that may lead through its table.
 *
 * @param unique whether two rows never have the same values, but for NULL
 * @param columns in its order
 */
record Index(boolean primary, boolean unique, List<Part> columns) {

  /**
   * A column of it.
   *
   * @param name empty for an expression
   * @param plain whether it is ordered as {@code ORDER BY} orders its type and collation by itself,
   *     by operators of PostgreSQL's own: those of an extension (citext) are others, or none, where
   *     the search path does not lead to them
   */
  record Part(String name, boolean plain, boolean descending, boolean notNull) {}

  private static final String BTREES =
      """
      SELECT i.indrelid, i.indexrelid, i.indisprimary, i.indisunique AND i.indimmediate,
             a.attname,
             o.opcdefault AND o.opcnamespace = 'pg_catalog'::regnamespace
               AND i.indcollation[k.n] = a.attcollation,
             i.indoption[k.n] & 1 = 1, a.attnotnull
      FROM pg_catalog.pg_index i
        JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
        JOIN pg_catalog.pg_am m ON m.oid = c.relam AND m.amname = 'btree'
        CROSS JOIN LATERAL pg_catalog.generate_series(0, i.indnkeyatts - 1) k (n)
        JOIN pg_catalog.pg_opclass o ON o.oid = i.indclass[k.n]
        LEFT JOIN pg_catalog.pg_attribute a
          ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.n]
      WHERE i.indrelid = ANY (?::oid[]) AND i.indisvalid AND i.indpred IS NULL
      ORDER BY i.indrelid, i.indisprimary DESC, i.indisunique DESC, i.indnkeyatts,
               c.relname, i.indexrelid, k.n
      """;

  /** By leaf; the primary key first, then unique ones, those of few columns before others. */
  static Map<Long, List<Index>> of(Session session, Table table) {
    Map<Long, Map<Long, Index>> found = new HashMap<>();
    session.query(BTREES, row -> add(row, found), table.oids());
    Map<Long, List<Index>> indexes = new HashMap<>();
    found.forEach((leaf, its) -> indexes.put(leaf, List.copyOf(its.values())));
    return indexes;
  }

  private static boolean add(Session.Row row, Map<Long, Map<Long, Index>> found) {
    String name = row.text(5);
    return found
        .computeIfAbsent(row.number(1), leaf -> new LinkedHashMap<>())
        .computeIfAbsent(
            row.number(2), index -> new Index(row.flag(3), row.flag(4), new ArrayList<>()))
        .columns()
        .add(new Part(name == null ? "" : name, row.flag(6), row.flag(7), row.flag(8)));
  }

  /** Whether it leads along columns, in one direction. */
  boolean leads(List<String> names) {
    if (names.size() > columns.size()) {
      return false;
    }
    for (int i = 0; i < names.size(); i++) {
      Part part = columns.get(i);
      if (!part.name().equals(names.get(i))
          || !part.plain()
          || part.descending() != columns.get(0).descending()) {
        return false;
      }
    }
    return true;
  }

  List<String> names() {
    return columns.stream().map(Part::name).toList();
  }

  /** Whether no row is missing from its ranges. */
  boolean holdsNoNull() {
    return columns.stream().allMatch(Part::notNull);
  }
}
