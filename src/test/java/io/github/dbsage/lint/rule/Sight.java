package io.github.dbsage.lint.rule;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The relations as a session sees them at one moment, its own uncommitted changes included, and the
 * locks that it has on them.
 *
 * @param relations by oid
 * @param locks modes by the relation's oid, which may be one that was dropped
 */
record Sight(Map<Long, Relation> relations, Map<Long, Set<String>> locks) {

  /**
   * A relation.
   *
   * @param name with its schema
   * @param file the number of its file, 0 where it has none
   * @param table the table of an index, else 0
   * @param valid false for an INVALID index
   * @param scans how often it was read from end to end since who knows when; only differences count
   * @param changed how many rows were updated or deleted, in the same way
   */
  record Relation(
      long oid,
      String name,
      String kind,
      long file,
      long table,
      boolean valid,
      long scans,
      long changed) {

    boolean hasRows() {
      return kind.equals("r") || kind.equals("m") || kind.equals("p");
    }

    boolean isIndex() {
      return kind.equals("i");
    }
  }

  private static final String RELATIONS =
      """
      SELECT c.oid, n.nspname || '.' || c.relname, c.relkind,
             coalesce(pg_catalog.pg_relation_filenode(c.oid), 0), coalesce(i.indrelid, 0),
             coalesce(i.indisvalid, true),
             coalesce(pg_catalog.pg_stat_get_xact_numscans(c.oid), 0),
             coalesce(pg_catalog.pg_stat_get_xact_tuples_updated(c.oid), 0)
               + coalesce(pg_catalog.pg_stat_get_xact_tuples_deleted(c.oid), 0)
      FROM pg_catalog.pg_class c
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
      WHERE n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
      """;

  private static final String LOCKS =
      """
      SELECT l.relation, l.mode
      FROM pg_catalog.pg_locks l
      WHERE l.locktype = 'relation' AND l.pid = %s
      """;

  /** What a session sees, and holds. */
  static Sight of(Connection session) throws SQLException {
    Map<Long, Relation> relations = new HashMap<>();
    try (Statement statement = session.createStatement();
        ResultSet rows = statement.executeQuery(RELATIONS)) {
      while (rows.next()) {
        Relation relation =
            new Relation(
                rows.getLong(1),
                rows.getString(2),
                rows.getString(3),
                rows.getLong(4),
                rows.getLong(5),
                rows.getBoolean(6),
                rows.getLong(7),
                rows.getLong(8));
        relations.put(relation.oid(), relation);
      }
    }
    return new Sight(relations, locks(session, "pg_catalog.pg_backend_pid()"));
  }

  /**
   * What a backend holds or waits for.
   *
   * @param pid an expression
   */
  static Map<Long, Set<String>> locks(Connection session, String pid) throws SQLException {
    Map<Long, Set<String>> locks = new HashMap<>();
    try (Statement statement = session.createStatement();
        ResultSet rows = statement.executeQuery(LOCKS.formatted(pid))) {
      while (rows.next()) {
        locks.computeIfAbsent(rows.getLong(1), oid -> new HashSet<>()).add(rows.getString(2));
      }
    }
    return locks;
  }

  /** The tables, by name, that an application can write to. */
  List<String> tables() {
    return relations.values().stream()
        .filter(relation -> relation.kind().equals("r") || relation.kind().equals("p"))
        .map(Relation::name)
        .sorted()
        .toList();
  }

  boolean hasFile(long file) {
    return relations.values().stream().anyMatch(relation -> relation.file() == file);
  }

  Set<String> locksOn(long oid) {
    return locks.getOrDefault(oid, Set.of());
  }
}
