package io.github.dbsage.trace;

import io.github.dbsage.db.Session;
import io.github.dbsage.sql.LockMode;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a session sees, its own uncommitted changes included, and the locks that it holds.
 *
 * @param relations by oid; of one that is locked and gone, there is none
 * @param locks by the relation's oid
 */
record Sight(Map<Long, Relation> relations, Map<Long, Set<LockMode>> locks) {

  /** Of users: tables, views, indexes. */
  private static final String OURS =
      "c.relkind IN ('r', 'm', 'p', 'v', 'f', 'i', 'I')"
          + " AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'";

  private static final String ALL =
      "SELECT "
          + Relation.COLUMNS
          + """
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
           WHERE
          """
          + OURS;

  /** Nothing can be read, written or built without a lock, and locks stay to the end. */
  private static final String LOCKED =
      "SELECT "
          + Relation.COLUMNS
          + """
            , l.relation, l.modes
            FROM (SELECT relation, pg_catalog.string_agg(mode, ',') AS modes
                    FROM pg_catalog.pg_locks
                   WHERE pid = pg_catalog.pg_backend_pid() AND locktype = 'relation'
                     AND mode LIKE '%Lock' AND mode <> 'SIReadLock'
                   GROUP BY relation) l
            LEFT JOIN (pg_catalog.pg_class c
                       JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace)
              ON c.oid = l.relation
            LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
           WHERE c.oid IS NULL OR (
          """
          + OURS
          + ")";

  private static final String LOCKS =
      """
      SELECT relation, pg_catalog.string_agg(mode, ',') FROM pg_catalog.pg_locks
       WHERE pid = ? AND locktype = 'relation' AND mode <> 'SIReadLock' GROUP BY relation
      """;

  /** Every relation that is not the system's; no locks. */
  static Map<Long, Relation> all(Session session) {
    Map<Long, Relation> relations = new HashMap<>();
    for (Relation relation : session.query(ALL, Relation::of)) {
      relations.put(relation.oid(), relation);
    }
    return relations;
  }

  /** What the session's open transaction has locked. */
  static Sight locked(Session session) {
    record Locked(@Nullable Relation relation, long oid, Set<LockMode> modes) {}
    List<Locked> rows =
        session.query(
            LOCKED,
            row ->
                new Locked(
                    row.text(1) == null ? null : Relation.of(row),
                    row.number(Relation.WIDTH + 1),
                    modes(row.string(Relation.WIDTH + 2))));
    Map<Long, Relation> relations = new HashMap<>();
    Map<Long, Set<LockMode>> locks = new HashMap<>();
    for (Locked row : rows) {
      if (row.relation() != null) {
        relations.put(row.oid(), row.relation());
      }
      locks.put(row.oid(), row.modes());
    }
    return new Sight(relations, locks);
  }

  /** The locks that another session holds or waits for. */
  static Map<Long, Set<LockMode>> locksOf(int pid, Session from) {
    Map<Long, Set<LockMode>> locks = new HashMap<>();
    from.query(
        LOCKS,
        row -> Objects.requireNonNullElse(locks.put(row.number(1), modes(row.string(2))), Set.of()),
        pid);
    return locks;
  }

  private static Set<LockMode> modes(String names) {
    Set<LockMode> modes = EnumSet.noneOf(LockMode.class);
    for (String name : names.split(",", -1)) {
      modes.add(LockMode.of(name));
    }
    return modes;
  }
}
