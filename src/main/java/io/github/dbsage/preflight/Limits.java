package io.github.dbsage.preflight;

import io.github.dbsage.db.Session;
import java.util.List;

/** Limits of the server that would end a long migration, whatever we set for ourselves. */
final class Limits {

  private Limits() {}

  /**
   * From 17 on there is one for whole transactions, and no start-up option that older ones take.
   */
  static List<String> of(Session session) {
    return session.query(
        """
        SELECT 'transaction_timeout is ' || pg_catalog.current_setting('transaction_timeout', true)
               || ' for this role: a migration that takes longer is ended and rolled back ('
               || pg_catalog.format('ALTER ROLE %I SET transaction_timeout = 0', current_user)
               || ' lifts it)'
         WHERE pg_catalog.current_setting('transaction_timeout', true) NOT IN ('0', '')
        """,
        row -> row.string(1));
  }
}
