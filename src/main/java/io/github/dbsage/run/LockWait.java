package io.github.dbsage.run;

import io.github.dbsage.db.Session;
import io.github.dbsage.model.Redaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A session that waits for a lock, or for other transactions to end (PostgreSQL manual, 54.12
 * "pg_locks").
 *
 * @param wanted what for: {@code ACCESS EXCLUSIVE on public.users}
 * @param waited how long already; zero where that is not known
 * @param blockers who does not let it, or stands in front of it in the queue
 */
record LockWait(String wanted, Duration waited, List<Blocker> blockers) {

  /** A wait for a row waits for its transaction, while it holds the lock of the row's place. */
  private static final String WANTED =
      """
      SELECT l.locktype, l.mode, n.nspname, c.relname,
             (1000 * extract(epoch FROM pg_catalog.clock_timestamp() - l.waitstart))::bigint
        FROM pg_catalog.pg_locks l
        LEFT JOIN pg_catalog.pg_locks t
          ON t.pid = l.pid AND t.locktype = 'tuple' AND t.granted AND l.locktype = 'transactionid'
        LEFT JOIN pg_catalog.pg_class c ON c.oid = coalesce(l.relation, t.relation)
        LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE l.pid = ? AND NOT l.granted
       LIMIT 1
      """;

  private static final String BLOCKERS =
      "SELECT b.pid, "
          + Backend.COLUMNS
          + """
              FROM (SELECT DISTINCT pg_catalog.unnest(pg_catalog.pg_blocking_pids(?)) AS pid) b
              LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = b.pid
             ORDER BY a.xact_start, b.pid
            """;

  private static final String PREPARED =
      """
      SELECT pg_catalog.format('%L', gid) FROM pg_catalog.pg_prepared_xacts
       WHERE database = pg_catalog.current_database() ORDER BY prepared LIMIT 3
      """;

  LockWait {
    blockers = List.copyOf(blockers);
  }

  /** What the backend waits for, seen from another session; null where it waits for nobody. */
  static @Nullable LockWait of(Session from, int pid, Redaction redaction) {
    List<Blocker> blockers = new ArrayList<>();
    for (Blocker blocker : from.query(BLOCKERS, row -> Backend.blocker(row, redaction), pid)) {
      if (blocker.pid() == 0) {
        blockers.addAll(prepared(from));
      } else {
        blockers.add(blocker);
      }
    }
    if (blockers.isEmpty()) {
      return null;
    }
    List<LockWait> waits =
        from.query(
            WANTED,
            row -> new LockWait(wanted(row), Duration.ofMillis(row.number(5)), blockers),
            pid);
    return waits.isEmpty() ? new LockWait("a lock", Duration.ZERO, blockers) : waits.get(0);
  }

  /** From lock type, mode, schema and relation, in the row's first columns. */
  static String wanted(Session.Row row) {
    String relation = row.text(4) == null ? null : row.text(3) + "." + row.text(4);
    String mode = mode(row.string(2));
    return switch (row.string(1)) {
      case "relation" -> mode + " on " + (relation == null ? "a relation" : relation);
      case "tuple" -> "a row of " + relation;
      case "transactionid" ->
          relation == null ? "another transaction to end" : "a row of " + relation;
      case "virtualxid" -> "an older transaction to end";
      default -> mode + " (" + row.string(1) + ")";
    };
  }

  /** {@code AccessExclusiveLock} as SQL calls it: {@code ACCESS EXCLUSIVE}. */
  private static String mode(String name) {
    return name.replaceFirst("Lock$", "")
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toUpperCase(Locale.ROOT);
  }

  private static List<Blocker> prepared(Session from) {
    return from.query(
        PREPARED,
        row ->
            new Blocker(
                0,
                "a prepared transaction",
                "maybe " + row.string(1) + "; COMMIT PREPARED or ROLLBACK PREPARED ends it"));
  }
}
