package io.github.dbsage.backfill;

import io.github.dbsage.db.Literal;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.BackfillSpec;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What of a table decides what it costs to write each of its rows anew; with its partitions.
 *
 * @param rows about, as the server counted them last
 * @param heapBytes without TOAST and indexes
 * @param indexBytes of all indexes
 * @param indexes how many there are, at most, on what holds rows
 * @param indexed whether what is set stands in an index, or nobody knows what is set
 * @param fillfactor in percent, the least
 */
public record Bulk(
    long rows, long heapBytes, long indexBytes, int indexes, boolean indexed, int fillfactor) {

  private static final String LOOK =
      """
      WITH RECURSIVE tree AS (
        SELECT pg_catalog.to_regclass(?)::oid AS oid
        UNION
        SELECT i.inhrelid FROM tree t JOIN pg_catalog.pg_inherits i ON i.inhparent = t.oid
      ), leaf AS (
        SELECT c.oid, c.relpages, c.reltuples, c.reloptions,
               pg_catalog.pg_relation_size(c.oid) AS bytes
          FROM tree t JOIN pg_catalog.pg_class c ON c.oid = t.oid
         WHERE c.relkind = 'r'
      )
      SELECT pg_catalog.sum(CASE WHEN l.relpages > 0 AND l.reltuples >= 0
               THEN l.reltuples / l.relpages * l.bytes
                    / pg_catalog.current_setting('block_size')::bigint
               ELSE COALESCE(pg_catalog.pg_stat_get_live_tuples(l.oid), 0) END)::bigint,
             pg_catalog.sum(l.bytes)::bigint,
             pg_catalog.sum(pg_catalog.pg_indexes_size(l.oid))::bigint,
             pg_catalog.max((SELECT pg_catalog.count(*) FROM pg_catalog.pg_index i
                              WHERE i.indrelid = l.oid)),
             pg_catalog.bool_or(EXISTS (
               SELECT FROM pg_catalog.pg_index i JOIN pg_catalog.pg_attribute a
                        ON a.attrelid = i.indrelid
                WHERE i.indrelid = l.oid AND a.attname = ANY (ARRAY[%s]::text[])
                  AND (a.attnum = ANY (i.indkey) OR EXISTS (
                    SELECT FROM pg_catalog.pg_depend d
                     WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                       AND d.objid = i.indexrelid AND d.refclassid = d.classid
                       AND d.refobjid = i.indrelid AND d.refobjsubid = a.attnum)))),
             pg_catalog.min(COALESCE((SELECT o.option_value::int
               FROM pg_catalog.pg_options_to_table(l.reloptions) o
              WHERE o.option_name = 'fillfactor'), 100))
        FROM leaf l
      HAVING pg_catalog.count(*) > 0
      """;

  /** Looks; null where there is no such table. */
  public static @Nullable Bulk of(Session session, BackfillSpec spec) {
    String set = spec.set().keySet().stream().map(Literal::of).collect(Collectors.joining(", "));
    List<Bulk> found =
        session.query(
            LOOK.formatted(set),
            row ->
                new Bulk(
                    row.number(1),
                    row.number(2),
                    row.number(3),
                    (int) row.number(4),
                    row.flag(5) || spec.statement() != null,
                    (int) row.number(6)),
            spec.table().quoted());
    return found.isEmpty() ? null : found.get(0);
  }

  /** As large as this, and made as another one is. */
  public Bulk madeAs(Bulk other) {
    return new Bulk(rows, heapBytes, indexBytes, other.indexes, other.indexed, other.fillfactor);
  }
}
