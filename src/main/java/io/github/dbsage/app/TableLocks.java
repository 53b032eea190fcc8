package io.github.dbsage.app;

import io.github.dbsage.db.Literal;
import io.github.dbsage.db.Session;
import io.github.dbsage.history.Queries.Query;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Redaction;
import io.github.dbsage.report.format.Words;
import io.github.dbsage.sql.LockMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who holds or wants locks on a table: on itself, those that inherit from it (its partitions too),
 * and the indexes and TOAST tables of all of them.
 */
final class TableLocks {

  private static final int QUERY_WIDTH = 80;
  private static final int BLOCKED = 4;

  private static final String RELATIONS =
      """
      WITH RECURSIVE tables AS (
        SELECT %s::pg_catalog.regclass::oid AS oid
        UNION
        SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN tables t ON t.oid = i.inhparent),
      stored AS (
        SELECT oid FROM tables
        UNION
        SELECT c.reltoastrelid FROM pg_catalog.pg_class c JOIN tables t ON t.oid = c.oid
         WHERE c.reltoastrelid <> 0),
      relations AS (
        SELECT oid FROM stored
        UNION
        SELECT i.indexrelid FROM pg_catalog.pg_index i JOIN stored s ON s.oid = i.indrelid),
      locks AS (
        SELECT l.* FROM pg_catalog.pg_locks l JOIN relations r ON r.oid = l.relation
         WHERE l.database IN (0, (SELECT oid FROM pg_catalog.pg_database
                                   WHERE datname = pg_catalog.current_database()))
           AND l.pid IS DISTINCT FROM pg_catalog.pg_backend_pid())
      """;

  private static final String SESSIONS =
      """
      SELECT l.pid, a.usename, a.application_name, a.state,
             a.query_start AT TIME ZONE 'UTC' AS query_start_utc, l.holds, l.wants,
             a.wait_event_type, a.wait_event, a.query
        FROM (SELECT pid,
                     string_agg(DISTINCT mode, ', ') FILTER (WHERE granted) AS holds,
                     string_agg(DISTINCT mode, ', ') FILTER (WHERE NOT granted) AS wants
                FROM locks GROUP BY pid) l
        LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
       ORDER BY a.query_start, l.pid""";

  private static final String LOCKS =
      """
      SELECT locktype, relation::pg_catalog.regclass AS table_name, mode, granted,
             count(*) AS lock_count
        FROM locks
       GROUP BY locktype, relation, mode, granted
       ORDER BY relation::pg_catalog.regclass::text, mode, granted DESC, locktype""";

  private final QualifiedName table;
  private final Redaction redaction;

  TableLocks(QualifiedName table, Redaction redaction) {
    this.table = table;
    this.redaction = redaction;
  }

  /** The two queries, with the table filled in. */
  List<Query> queries() {
    String name = TableName.written(table);
    return List.of(
        new Query("Sessions that hold or want a lock on " + name, sql(SESSIONS)),
        new Query("Locks on " + name + " and what belongs to it", sql(LOCKS)));
  }

  /** Asks, and says what there is. */
  List<Event> look(Session session) {
    String name = TableName.written(table);
    List<Holder> holders = session.query(sql(SESSIONS), Holder::of);
    if (holders.isEmpty()) {
      return List.of(new Event.Remark("Nobody holds or wants a lock on " + name + "."));
    }
    List<Event> events = new ArrayList<>();
    events.add(new Event.Remark("Sessions that hold or want a lock on " + name + ":"));
    events.add(
        new Event.Table(
            List.of(
                "pid",
                "user",
                "application",
                "state",
                "since (UTC)",
                "holds",
                "wants",
                "wait event",
                "query"),
            holders.stream().map(holder -> holder.row(redaction)).toList()));
    if (holders.stream().anyMatch(Holder::isHidden)) {
      String role = session.one("SELECT quote_ident(current_user)", row -> row.string(1));
      events.add(new Event.Remark(LockProblems.hidden(role)));
    }
    events.add(new Event.Remark("Locks on " + name + " and what belongs to it:"));
    events.add(
        new Event.Table(
            List.of("type", "table", "mode", "granted", "count", "blocks"),
            session.query(sql(LOCKS), TableLocks::lock)));
    return events;
  }

  private String sql(String query) {
    return RELATIONS.formatted(Literal.of(table.quoted())) + query;
  }

  private static List<String> lock(Session.Row row) {
    Optional<LockMode> mode = mode(row.string(3));
    return List.of(
        row.string(1),
        row.string(2),
        mode.map(LockMode::words).orElse(row.string(3)),
        row.flag(4) ? "yes" : "no, waits",
        row.string(5),
        mode.map(found -> some(found.blocks())).orElse("nothing"));
  }

  private static String some(List<String> commands) {
    int left = commands.size() - BLOCKED;
    return String.join(", ", commands.subList(0, Math.min(BLOCKED, commands.size())))
        + (left > 0 ? " and " + Words.count(left, "other command") : "");
  }

  private static Optional<LockMode> mode(String serverName) {
    return Arrays.stream(LockMode.values())
        .filter(mode -> mode.serverName().equals(serverName))
        .findFirst();
  }

  /**
   * A session, with the strongest lock that it has and that it waits for.
   *
   * @param pid null of a prepared transaction
   */
  private record Holder(
      @Nullable String pid,
      @Nullable String user,
      @Nullable String application,
      @Nullable String state,
      @Nullable String since,
      @Nullable String holds,
      @Nullable String wants,
      @Nullable String waitType,
      @Nullable String waitEvent,
      @Nullable String query) {

    static Holder of(Session.Row row) {
      return new Holder(
          row.text(1),
          row.text(2),
          row.text(3),
          row.text(4),
          row.text(5),
          row.text(6),
          row.text(7),
          row.text(8),
          row.text(9),
          row.text(10));
    }

    /** Whether the server does not show this role what it does. */
    boolean isHidden() {
      return pid != null && user != null && state == null;
    }

    List<String> row(Redaction redaction) {
      return List.of(
          or(pid, "-"),
          pid == null ? "a prepared transaction" : or(user, "a server process"),
          or(application, ""),
          or(state, isHidden() ? "not shown" : ""),
          or(since, "").replaceFirst("\\..*", ""),
          strongest(holds),
          strongest(wants),
          waitType == null ? "" : waitType + ": " + or(waitEvent, ""),
          isHidden() ? "not shown" : shortened(redaction.redact(or(query, ""))));
    }

    private static String strongest(@Nullable String modes) {
      return modes == null
          ? ""
          : Arrays.stream(modes.split(", ", -1))
              .flatMap(mode -> TableLocks.mode(mode).stream())
              .max(Comparator.naturalOrder())
              .map(LockMode::words)
              .orElse(modes);
    }

    private static String shortened(String query) {
      String line = query.strip().replaceAll("\\s+", " ");
      return line.codePointCount(0, line.length()) <= QUERY_WIDTH
          ? line
          : line.substring(0, line.offsetByCodePoints(0, QUERY_WIDTH)) + "…";
    }

    private static String or(@Nullable String text, String otherwise) {
      return text == null ? otherwise : text;
    }
  }
}
