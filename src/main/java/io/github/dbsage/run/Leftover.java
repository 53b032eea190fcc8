package io.github.dbsage.run;

import io.github.dbsage.db.Session;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells, right after a failed statement by itself, what it left behind. */
final class Leftover {

  private Leftover() {}

  /** A sentence about the INVALID indexes of the table that the failure names, or null. */
  static @Nullable String of(Session session, StatementFailed failed) {
    String table = failed.failure().table();
    if (table == null) {
      return null;
    }
    List<String> invalid =
        session.query(
            """
            SELECT n.nspname || '.' || c.relname
              FROM pg_catalog.pg_index i
              JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
              JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE NOT i.indisvalid AND t.relname = ?
             ORDER BY 1
            """,
            row -> row.string(1),
            table);
    return invalid.isEmpty()
        ? null
        : "INVALID indexes stand there now: "
            + String.join(", ", invalid)
            + ". The next run removes its own and begins this statement again.";
  }
}
