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

  private static final int QUERY_WIDTH = 100;

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
      """
      SELECT b.pid, a.usename, nullif(a.application_name, ''), pg_catalog.host(a.client_addr),
             a.backend_type, a.state, a.wait_event_type = 'Lock',
             extract(epoch FROM pg_catalog.clock_timestamp() - a.state_change)::bigint,
             extract(epoch FROM pg_catalog.clock_timestamp() - a.xact_start)::bigint, a.query
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
    for (Blocker blocker : from.query(BLOCKERS, row -> blocker(row, redaction), pid)) {
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

  private static String wanted(Session.Row row) {
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

  private static Blocker blocker(Session.Row row, Redaction redaction) {
    StringBuilder who = new StringBuilder();
    who.append(row.text(2) == null ? "a server process" : "user " + row.text(2));
    if (row.text(3) != null) {
      who.append(", ").append(oneLine(row.string(3)));
    }
    if (row.text(4) != null) {
      who.append(" from ").append(row.text(4));
    }
    return new Blocker(row.number(1), redaction.redact(who.toString()), doing(row, redaction));
  }

  private static String doing(Session.Row row, Redaction redaction) {
    if (row.text(5) == null) {
      return "what it does is not shown to this role (pg_read_all_stats would)";
    }
    StringBuilder doing = new StringBuilder();
    String state = row.text(6);
    doing.append(state == null ? row.string(5) : state);
    doing.append(" for ").append(span(row.number(8)));
    if (row.flag(7)) {
      doing.append(", itself waiting for a lock");
    }
    if (row.text(9) != null) {
      doing.append(", transaction open for ").append(span(row.number(9)));
    }
    String query = row.text(10) == null ? "" : shortened(redaction.redact(row.string(10)));
    if (!query.isEmpty()) {
      doing.append("active".equals(state) ? ", running: " : ", last ran: ").append(query);
    }
    return doing.toString();
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

  /** {@code 45 s}, {@code 12 min}, {@code 3 h 5 min}. */
  private static String span(long seconds) {
    if (seconds < 120) {
      return Math.max(0, seconds) + " s";
    }
    long minutes = seconds / 60;
    return minutes < 120 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
  }

  private static String shortened(String query) {
    String line = oneLine(query);
    if (line.codePointCount(0, line.length()) <= QUERY_WIDTH) {
      return line;
    }
    return line.substring(0, line.offsetByCodePoints(0, QUERY_WIDTH)) + "…";
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}
