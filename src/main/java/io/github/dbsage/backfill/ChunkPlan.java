package io.github.dbsage.backfill;

import io.github.dbsage.db.Session;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what EXPLAIN says of a batch. A backfill is only as fast at its end as at its beginning
 * where each batch finds its rows by a range: in an index of the key, or of places in the table.
 */
final class ChunkPlan {

  /** What reads a relation: of a bitmap scan only the node above is named by it. */
  private static final String NODES =
      """
      SELECT n ->> 'Node Type', n ->> 'Schema', n ->> 'Relation Name', n ->> 'Alias',
             n ->> 'Index Name',
             COALESCE(n ->> 'Index Cond', n ->> 'Recheck Cond', n ->> 'TID Cond')
        FROM pg_catalog.jsonb_path_query(CAST(? AS pg_catalog.jsonb), 'strict $.**') n
       WHERE pg_catalog.jsonb_typeof(n) = 'object' AND n ->> 'Relation Name' IS NOT NULL
         AND n ->> 'Node Type' <> 'ModifyTable'
      """;

  private record Node(
      String type,
      @Nullable String schema,
      String relation,
      String alias,
      @Nullable String index,
      @Nullable String condition) {

    static Node of(Session.Row row) {
      return new Node(
          row.string(1), row.text(2), row.string(3), row.string(4), row.text(5), row.text(6));
    }

    /** Whether it reads the rows of the batch; partitions are numbered. */
    boolean isOf(String name) {
      return alias.equals(name)
          || (alias.startsWith(name + "_") && alias.substring(name.length() + 1).matches("\\d+"));
    }

    boolean isRange(Key key) {
      return condition != null && condition.contains(key.columns().get(0).name());
    }

    String shown(Key key) {
      return type
          + (index == null ? "" : " using " + index)
          + " on "
          + (schema == null ? "" : schema + ".")
          + relation
          + (type.equals("Seq Scan") ? "" : " without a range of " + key.shown());
    }
  }

  private ChunkPlan() {}

  /**
   * The node that reads more than the batch, or null.
   *
   * @param statement of a batch
   * @param qualifier of the table in it, as SQL
   */
  static @Nullable String scan(Session session, String statement, String qualifier, Key key) {
    String plan =
        session.exchange("EXPLAIN (FORMAT JSON, VERBOSE) " + statement).stream()
            .map(row -> row.string(1))
            .collect(Collectors.joining("\n"));
    String name =
        qualifier.startsWith("\"")
            ? qualifier.substring(1, qualifier.length() - 1).replace("\"\"", "\"")
            : qualifier;
    return session.query(NODES, Node::of, plan).stream()
        .filter(node -> node.isOf(name) && !node.isRange(key))
        .map(node -> node.shown(key))
        .findFirst()
        .orElse(null);
  }
}
