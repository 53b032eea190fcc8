package io.github.dbsage.shadow;

import io.github.dbsage.db.Session;
import java.util.List;

/** Transactions that are open for long: whatever wants a strong lock may have to wait for them. */
public final class Elders {

  private static final String OPEN =
      """
      SELECT pid, usename, coalesce(nullif(application_name, ''), '?'), state,
             extract(epoch FROM pg_catalog.clock_timestamp() - xact_start)::bigint
        FROM pg_catalog.pg_stat_activity
       WHERE datname = pg_catalog.current_database() AND pid <> pg_catalog.pg_backend_pid()
         AND backend_type = 'client backend'
         AND xact_start < pg_catalog.clock_timestamp() - interval '1 minute'
       ORDER BY xact_start LIMIT 5
      """;

  private Elders() {}

  /** The oldest ones, a line each. */
  public static List<String> of(Session session) {
    return session.query(
        OPEN,
        row ->
            "pid %d, user %s, %s: %s, transaction open for %d min"
                .formatted(
                    row.number(1), row.text(2), row.text(3), row.text(4), row.number(5) / 60));
  }
}
