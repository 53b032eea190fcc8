package io.github.dbsage.lint.rule;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/**
 * The relations at one moment.
 *
 * @param relations by oid
 */
record Sight(Map<Long, Relation> relations) {

  /**
   * A relation.
   *
   * @param name with its schema
   * @param valid false for an INVALID index
   */
  record Relation(long oid, String name, String kind, boolean valid) {

    boolean hasRows() {
      return kind.equals("r") || kind.equals("m") || kind.equals("p");
    }
  }

  private static final String RELATIONS =
      """
      SELECT c.oid, n.nspname || '.' || c.relname, c.relkind, coalesce(i.indisvalid, true)
      FROM pg_catalog.pg_class c
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
      WHERE n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
      """;

  /** What a session sees. */
  static Sight of(Connection session) throws SQLException {
    Map<Long, Relation> relations = new HashMap<>();
    try (Statement statement = session.createStatement();
        ResultSet rows = statement.executeQuery(RELATIONS)) {
      while (rows.next()) {
        relations.put(
            rows.getLong(1),
            new Relation(
                rows.getLong(1), rows.getString(2), rows.getString(3), rows.getBoolean(4)));
      }
    }
    return new Sight(relations);
  }
}
