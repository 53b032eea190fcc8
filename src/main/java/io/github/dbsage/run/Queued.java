package io.github.dbsage.run;

import io.github.dbsage.db.Session;
import io.github.dbsage.model.Redaction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A session that waits because of a backend: for a lock that it holds or stands in the queue for,
 * or for someone who waits for that.
 *
 * @param pid of the one who waits
 * @param waiter the same in words
 * @param blockers who does not let it, each in a line
 */
record Queued(int pid, String waiter, String wanted, long waitedMs, List<String> blockers) {

  /** So many are looked at, those that wait longest. */
  private static final int MOST = 200;

  private static final int MOST_BLOCKERS = 10;

  /** Locks of both on the same thing. */
  private static final String IS_ANYBODY =
      """
      WITH locks AS MATERIALIZED (SELECT * FROM pg_catalog.pg_locks),
           mine AS (SELECT * FROM locks WHERE pid = ?)
      SELECT EXISTS (
        SELECT FROM locks w
          JOIN mine m ON m.locktype = w.locktype
           AND (m.database, m.relation, m.page, m.tuple, m.virtualxid,
                m.transactionid, m.classid, m.objid, m.objsubid)
               IS NOT DISTINCT FROM
               (w.database, w.relation, w.page, w.tuple, w.virtualxid,
                w.transactionid, w.classid, w.objid, w.objsubid)
         WHERE NOT w.granted AND w.pid <> m.pid)
      """;

  private static final String WAITING =
      """
      SELECT w.locktype, w.mode, n.nspname, c.relname,
             (1000 * extract(epoch FROM pg_catalog.clock_timestamp() - w.waitstart))::bigint,
             w.pid,
             pg_catalog.array_to_string(pg_catalog.pg_blocking_pids(w.pid), ',')
        FROM (SELECT l.locktype, l.mode, l.waitstart, l.pid,
                     coalesce(l.relation, t.relation) AS relation,
                     coalesce(l.database, t.database) AS database
                FROM pg_catalog.pg_locks l
                LEFT JOIN pg_catalog.pg_locks t
                  ON t.pid = l.pid AND t.locktype = 'tuple' AND t.granted
                 AND l.locktype = 'transactionid'
               WHERE NOT l.granted
               ORDER BY l.waitstart
               LIMIT ?) w
        LEFT JOIN pg_catalog.pg_class c
          ON c.oid = w.relation
         AND w.database IN (0, (SELECT oid FROM pg_catalog.pg_database
                                 WHERE datname = pg_catalog.current_database()))
        LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      """;

  private static final String WHO =
      "SELECT a.pid, "
          + Backend.COLUMNS
          + " FROM pg_catalog.pg_stat_activity a WHERE a.pid = ANY (?::int[])";

  Queued {
    blockers = List.copyOf(blockers);
  }

  /** Someone who waits, by whom; nobody's words yet. */
  private record Wait(String wanted, long ms, int pid, Set<Integer> by) {
    static Wait of(Session.Row row) {
      Set<Integer> by = new HashSet<>();
      String pids = row.string(7);
      if (!pids.isEmpty()) {
        for (String pid : pids.split(",", -1)) {
          by.add(Integer.valueOf(pid));
        }
      }
      return new Wait(LockWait.wanted(row), row.number(5), (int) row.number(6), by);
    }
  }

  /** All of them, seen from a third session. */
  static List<Queued> behind(Session from, int pid, Redaction redaction) {
    if (!from.one(IS_ANYBODY, row -> row.flag(1), pid)) {
      return List.of();
    }
    List<Wait> waits = behind(pid, from.query(WAITING, Wait::of, MOST));
    if (waits.isEmpty()) {
      return List.of();
    }
    Set<Integer> pids = new HashSet<>();
    waits.forEach(
        wait -> {
          pids.add(wait.pid());
          pids.addAll(wait.by());
        });
    Map<Integer, String> waiters = new LinkedHashMap<>();
    Map<Integer, String> blockers = new LinkedHashMap<>();
    from.query(
        WHO,
        row -> {
          int who = (int) row.number(1);
          waiters.put(who, Backend.waiter(row, redaction));
          return blockers.put(who, Backend.blocker(row, redaction).line());
        },
        pids.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}")));
    blockers.put(pid, "pid " + pid + ": this migration");
    blockers.put(0, "a prepared transaction");
    List<Queued> queue = new ArrayList<>();
    for (Wait wait : waits) {
      queue.add(
          new Queued(
              wait.pid(),
              waiters.getOrDefault(wait.pid(), "pid " + wait.pid()),
              wait.wanted(),
              wait.ms(),
              wait.by().stream()
                  .sorted((a, b) -> Boolean.compare(b == pid, a == pid))
                  .limit(MOST_BLOCKERS)
                  .map(by -> blockers.getOrDefault(by, "pid " + by))
                  .toList()));
    }
    return queue;
  }

  /** Those who wait for the backend, and those who wait for them. */
  private static List<Wait> behind(int pid, List<Wait> waits) {
    Set<Integer> standing = new HashSet<>(Set.of(pid));
    List<Wait> behind = new ArrayList<>();
    boolean more = true;
    while (more) {
      more = false;
      for (Wait wait : waits) {
        if (wait.pid() != pid
            && !standing.contains(wait.pid())
            && wait.by().stream().anyMatch(standing::contains)) {
          standing.add(wait.pid());
          behind.add(wait);
          more = true;
        }
      }
    }
    return behind;
  }
}
