package io.github.dbsage.backfill;

import io.github.dbsage.db.Session;
import io.github.dbsage.model.QualifiedName;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether rows that follow each other in a column's order lie beside each other. */
final class Correlation {

  /** UUIDs of version 7 reach it, where rows are not deleted much; those of version 4 have none. */
  private static final double HIGH = 0.9;

  private static final long SAMPLED_PAGES = 100;

  private Correlation() {}

  /** Whether it is low, in the largest leaf; nothing and a single row are in order. */
  static boolean isLow(Session session, Table table, String column) {
    Table.Leaf leaf =
        table.leaves().stream().max(Comparator.comparingLong(Table.Leaf::bytes)).orElseThrow();
    String known = known(session, leaf.name(), column);
    String found = known == null ? sampled(session, leaf, column) : known;
    return found != null && Math.abs(Double.parseDouble(found)) <= HIGH;
  }

  private static @Nullable String known(Session session, QualifiedName leaf, String column) {
    List<String> found =
        session.query(
            """
            SELECT correlation FROM pg_catalog.pg_stats
            WHERE schemaname = ? AND tablename = ? AND attname = ? AND NOT inherited
              AND correlation IS NOT NULL
            """,
            row -> row.string(1),
            String.valueOf(leaf.schema()),
            leaf.name(),
            column);
    return first(found);
  }

  private static @Nullable String sampled(Session session, Table.Leaf leaf, String column) {
    double percent = Math.min(100, 100.0 * SAMPLED_PAGES / Math.max(1, leaf.pages()));
    String sql =
        String.format(
            Locale.ROOT,
            """
            SELECT pg_catalog.corr(place, rank)
            FROM (SELECT pg_catalog.row_number() OVER (ORDER BY ctid) AS place,
                         pg_catalog.row_number() OVER (ORDER BY %1$s) AS rank
                  FROM ONLY %2$s TABLESAMPLE SYSTEM (%3$.6f) REPEATABLE (1)) s
            HAVING pg_catalog.corr(place, rank) IS NOT NULL
            """,
            QualifiedName.quote(column),
            leaf.name().quoted(),
            percent);
    return first(session.query(sql, row -> row.string(1)));
  }

  private static @Nullable String first(List<String> found) {
    return found.isEmpty() ? null : found.get(0);
  }
}
