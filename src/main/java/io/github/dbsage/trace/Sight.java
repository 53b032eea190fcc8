package io.github.dbsage.trace;

import io.github.dbsage.db.Session;
import io.github.dbsage.sql.LockMode;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a session sees, its own uncommitted changes included, and the locks that it holds.
 *
 * @param relations by oid; of one that is gone, there is none
 * @param locks by the relation's oid
 */
record Sight(Map<Long, Relation> relations, Map<Long, Set<LockMode>> locks) {

  /** So many relations are looked at in a moment. */
  private static final int FEW = 50;

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

  /** The first oid that is nothing of the system's. */
  private static final long FIRST = 16_384;

  /** Nothing can be read, written or built without a lock, and locks stay to the end. */
  private static final String LOCKED =
      "SELECT c.oid, c.modes, coalesce(pg_catalog.pg_relation_filenode(c.oid), 0), "
          + Count.COLUMNS
          + """
            FROM (SELECT relation, pg_catalog.string_agg(mode, ',')
                    FROM pg_catalog.pg_locks
                   WHERE pid = pg_catalog.pg_backend_pid() AND locktype = 'relation'
                     AND mode LIKE '%Lock' AND mode <> 'SIReadLock' AND relation >= ?::pg_catalog.oid
                     AND NOT EXISTS (
                       SELECT FROM pg_catalog.unnest(
                                     pg_catalog.string_to_array(?, ',')::pg_catalog.oid[]) o (oid)
                        WHERE o.oid = relation)
                   GROUP BY relation) c (oid, modes)
          """;

  private static final String SOME =
      ALL + " AND c.oid = ANY (pg_catalog.string_to_array(?, ',')::pg_catalog.oid[])";

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

  /** Those of some that are there. */
  static List<Relation> some(Session session, Set<Long> oids) {
    return oids.isEmpty() ? List.of() : session.query(SOME, Relation::of, list(oids));
  }

  /**
   * What the session's open transaction has locked. Of very many, those are not looked at closely
   * that nothing seems to have happened to.
   *
   * @param but of no interest
   * @param now as they were seen last
   * @param held the locks that the transaction had then
   */
  static Sight locked(
      Session session, Set<Long> but, Map<Long, Relation> now, Map<Long, Set<LockMode>> held) {
    record Locked(long oid, Set<LockMode> modes, long file, Count count) {
      boolean isAsBefore(@Nullable Relation before, @Nullable Set<LockMode> had) {
        return before != null
            && file == before.file()
            && count.equals(before.count())
            && modes.equals(had);
      }
    }
    List<Locked> rows =
        session.query(
            LOCKED,
            row ->
                new Locked(
                    row.number(1),
                    modes(row.string(2)),
                    row.number(3),
                    new Count(row.number(4), row.number(5))),
            FIRST,
            list(but));
    Map<Long, Set<LockMode>> locks = new HashMap<>();
    Set<Long> worthALook = new HashSet<>();
    for (Locked row : rows) {
      locks.put(row.oid(), row.modes());
      if (rows.size() <= FEW || !row.isAsBefore(now.get(row.oid()), held.get(row.oid()))) {
        worthALook.add(row.oid());
      }
    }
    Map<Long, Relation> relations = new HashMap<>();
    some(session, worthALook).forEach(relation -> relations.put(relation.oid(), relation));
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

  private static String list(Set<Long> oids) {
    return oids.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static Set<LockMode> modes(String names) {
    Set<LockMode> modes = EnumSet.noneOf(LockMode.class);
    for (String name : names.split(",", -1)) {
      modes.add(LockMode.of(name));
    }
    return modes;
  }
}
