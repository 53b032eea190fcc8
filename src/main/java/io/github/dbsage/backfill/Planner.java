package io.github.dbsage.backfill;

import io.github.dbsage.db.Session;
import io.github.dbsage.model.BackfillSpec;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Source;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at a table and decides how a backfill goes through it. Changes nothing. */
final class Planner {

  /** Below, one UPDATE is short enough for whoever waits for its rows. */
  static final long FEW_ROWS = 100_000;

  /** Above, one UPDATE is worth a warning. */
  static final long MANY_ROWS = 1_000_000;

  private static final String TRIGGERS =
      """
      SELECT tgname::text || '=' || tgenabled::text
      FROM pg_catalog.pg_trigger
      WHERE tgrelid = pg_catalog.to_regclass(?) AND NOT tgisinternal AND tgenabled <> 'D'
        AND tgtype & 1 = 1 AND tgtype & 20 <> 0
      ORDER BY tgname
      """;

  private Planner() {}

  /**
   * The layout; the table's upper end is the one of now.
   *
   * @throws io.github.dbsage.model.UserError where the backfill cannot be done so
   */
  static Layout plan(Session session, BackfillSpec spec, Source source) {
    Table table = TableReading.read(session, spec, source);
    long rows = table.rows();
    List<String> choices = new ArrayList<>();
    boolean single = single(spec, rows, choices);
    KeyChoice chosen = KeyChoice.choose(session, spec, source, table, single);
    choices.add(0, chosen.reason());
    Key key = chosen.key();
    BatchSize size = BatchSize.choose(spec, table);
    PassCount passes =
        single ? new PassCount(1, null) : PassCount.choose(session, spec, table, key);
    Cuts cuts = new Cuts(session, key);
    for (Piece piece : table.pieces()) {
      if (single) {
        cuts.addAll(piece);
      } else {
        cuts.add(piece, Cuts.count(piece));
      }
    }
    if (!single) {
      choices.add(size.reason());
    }
    if (passes.reason() != null) {
      choices.add(passes.reason());
    }
    return new Layout(
        single,
        key,
        cuts.extents(),
        size.rows(),
        passes.count(),
        rows,
        cuts.dense(),
        choices,
        guard(session, spec.table()));
  }

  private static boolean single(BackfillSpec spec, long rows, List<String> choices) {
    switch (spec.mode()) {
      case SINGLE -> {
        choices.add(rows > MANY_ROWS ? Reasons.singleOfMany(rows) : Reasons.singleAsked());
        return true;
      }
      case BATCHED -> {
        choices.add(Reasons.batchedAsked());
        return false;
      }
      case AUTO -> {
        if (rows >= FEW_ROWS) {
          choices.add(Reasons.batched(rows));
          return false;
        }
        if (spec.throttle().sql() != null) {
          choices.add(Reasons.batchedToHoldBack(rows));
          return false;
        }
        choices.add(Reasons.single(rows));
        return true;
      }
    }
    throw new IllegalStateException(spec.mode().name());
  }

  /** The row triggers that are there and how they are enabled; null for none. */
  static @Nullable String guard(Session session, QualifiedName table) {
    List<String> triggers = session.query(TRIGGERS, row -> row.string(1), table.quoted());
    return triggers.isEmpty() ? null : String.join(",", triggers);
  }
}
