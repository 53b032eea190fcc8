package io.github.dbsage.history;

import io.github.dbsage.db.Session;
import io.github.dbsage.model.Version;
import java.util.HashMap;
import java.util.Map;

/** How many statements of migrations and rollbacks that are not whole the journal calls done. */
public final class Progress {

  private Progress() {}

  /** By version; versions of which the journal knows no statement are left out. */
  public static Map<Version, Integer> of(Session session, Tables tables) {
    return read(
        session,
        """
        SELECT j.version, pg_catalog.count(*) FILTER (WHERE j.state = 'done') FROM %s j
         WHERE j.ordinal > 0
           AND NOT EXISTS (SELECT FROM %s m WHERE m.version = j.version AND m.success)
         GROUP BY j.version
        """
            .formatted(tables.journal(), tables.migrations()));
  }

  /** The same of rollbacks that were begun and are not whole. */
  public static Map<Version, Integer> back(Session session, Tables tables) {
    return read(
        session,
        """
        SELECT version, pg_catalog.count(*) FILTER (WHERE state = 'done') FROM %s
         WHERE ordinal < 0 GROUP BY version
        """
            .formatted(tables.journal()));
  }

  private static Map<Version, Integer> read(Session session, String sql) {
    Map<Version, Integer> done = new HashMap<>();
    session
        .query(sql, row -> Map.entry(new Version(row.string(1)), (int) row.number(2)))
        .forEach(line -> done.put(line.getKey(), line.getValue()));
    return done;
  }
}
