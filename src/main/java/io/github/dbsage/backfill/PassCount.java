package io.github.dbsage.backfill;

import io.github.dbsage.db.Literal;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.BackfillSpec;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How many interleaved passes go over the same pages, and why: what one leaves dead gives the next
 * one room on the page, so that indexes need no new entries.
 */
record PassCount(int count, @Nullable String reason) {

  private static final int USUAL = 16;

  /** With fewer there is too little to save. */
  private static final int MIN_INDEXES = 2;

  /** Below, there is room on the pages without them. */
  private static final int FULL = 90;

  /** What is dead to everybody but an older transaction stays. */
  private static final int OLD_SECONDS = 60;

  // An index stands in the way of updates on the page by any column that it has anything to do
  // with; from 16 on, a summarizing one does not. A column of an expression or of a predicate is
  // known by what the index depends on.
  private static final String INDEXES =
      """
      SELECT coalesce(max(per.indexes), 0), min(per.hindering)
      FROM (
        SELECT pg_catalog.count(*) AS indexes, min(h.attname::text COLLATE "C") AS hindering
        FROM pg_catalog.pg_index i
          LEFT JOIN LATERAL (
            SELECT a.attname
            FROM pg_catalog.pg_attribute a
              JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
              JOIN pg_catalog.pg_am m ON m.oid = c.relam
            WHERE a.attrelid = i.indrelid AND a.attname = ANY (ARRAY[%s]::text[])
              AND (m.amname <> 'brin'
                   OR pg_catalog.current_setting('server_version_num')::int < 160000)
              AND (a.attnum = ANY (i.indkey) OR EXISTS (
                SELECT FROM pg_catalog.pg_depend d
                WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = i.indexrelid
                  AND d.refclassid = d.classid AND d.refobjid = i.indrelid
                  AND d.refobjsubid = a.attnum))
            ORDER BY a.attname
            LIMIT 1
          ) h ON true
        WHERE i.indrelid = ANY (?::oid[])
        GROUP BY i.indrelid
      ) per
      """;

  private static final String OLDEST =
      """
      SELECT EXTRACT(epoch FROM max(pg_catalog.clock_timestamp() - xact_start))::bigint
      FROM pg_catalog.pg_stat_activity
      WHERE datname = pg_catalog.current_database() AND pid <> pg_catalog.pg_backend_pid()
        AND backend_xmin IS NOT NULL
      """;

  static PassCount choose(Session session, BackfillSpec spec, Table table, Key key) {
    int asked = spec.passes().count();
    boolean statement = spec.statement() != null;
    if (asked > 1 && statement && key.isTid()) {
      return new PassCount(1, Reasons.noPassesOfStatement());
    }
    if (asked > 0) {
      return new PassCount(asked, asked == 1 ? null : Reasons.passesAsked(asked));
    }
    return statement ? new PassCount(1, null) : measured(session, spec, table);
  }

  private static PassCount measured(Session session, BackfillSpec spec, Table table) {
    String set = spec.set().keySet().stream().map(Literal::of).collect(Collectors.joining(", "));
    return session.one(
        INDEXES.formatted(set),
        row -> judge(session, spec, table, (int) row.number(1), row.text(2)),
        table.oids());
  }

  private static PassCount judge(
      Session session, BackfillSpec spec, Table table, int indexes, @Nullable String indexed) {
    if (indexes < MIN_INDEXES) {
      return new PassCount(1, Reasons.fewIndexes(indexes));
    }
    if (indexed != null) {
      return new PassCount(1, Reasons.indexed(indexed));
    }
    int fillfactor = table.leaves().stream().mapToInt(Table.Leaf::fillfactor).min().orElse(100);
    if (fillfactor < FULL) {
      return new PassCount(1, Reasons.roomOnPages(fillfactor));
    }
    long oldest = session.one(OLDEST, row -> row.number(1));
    if (oldest > OLD_SECONDS) {
      return new PassCount(1, Reasons.oldSnapshot(oldest));
    }
    return new PassCount(USUAL, Reasons.passes(USUAL, indexes, fillfactor, spec.set().keySet()));
  }
}
