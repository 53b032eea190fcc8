package io.github.dbsage.run;

import io.github.dbsage.db.Session;
import io.github.dbsage.model.Redaction;

/**
 * A backend in words, as far as our role may see it: a row of {@code pg_stat_activity} (PostgreSQL
 * manual, 28.2.3).
 */
final class Backend {

  /** Of {@code pg_stat_activity a}, as columns 2 to 10 behind a pid. */
  static final String COLUMNS =
      """
      a.usename, nullif(a.application_name, ''), pg_catalog.host(a.client_addr),
      a.backend_type, a.state, a.wait_event_type = 'Lock',
      extract(epoch FROM pg_catalog.clock_timestamp() - a.state_change)::bigint,
      extract(epoch FROM pg_catalog.clock_timestamp() - a.xact_start)::bigint, a.query
      """;

  private static final int QUERY_WIDTH = 100;

  private Backend() {}

  /** Who keeps others waiting. */
  static Blocker blocker(Session.Row row, Redaction redaction) {
    return new Blocker(row.number(1), redaction.redact(who(row)), doing(row, redaction));
  }

  /** Who waits, and with what. */
  static String waiter(Session.Row row, Redaction redaction) {
    String who = "pid " + row.number(1) + " (" + redaction.redact(who(row)) + ")";
    if (row.text(5) == null) {
      return who + ": " + hidden();
    }
    String query = query(row, redaction);
    return query.isEmpty() ? who : who + ": " + query;
  }

  /** Redacted text in one line, shortened. */
  static String shortened(String text) {
    String line = oneLine(text);
    if (line.codePointCount(0, line.length()) <= QUERY_WIDTH) {
      return line;
    }
    return line.substring(0, line.offsetByCodePoints(0, QUERY_WIDTH)) + "…";
  }

  private static String who(Session.Row row) {
    StringBuilder who = new StringBuilder();
    who.append(row.text(2) == null ? "a server process" : "user " + row.text(2));
    if (row.text(3) != null) {
      who.append(", ").append(oneLine(row.string(3)));
    }
    if (row.text(4) != null) {
      who.append(" from ").append(row.text(4));
    }
    return who.toString();
  }

  private static String doing(Session.Row row, Redaction redaction) {
    if (row.text(5) == null) {
      return hidden();
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
    String query = query(row, redaction);
    if (!query.isEmpty()) {
      doing.append("active".equals(state) ? ", running: " : ", last ran: ").append(query);
    }
    return doing.toString();
  }

  private static String hidden() {
    return "what it does is not shown to this role (pg_read_all_stats would)";
  }

  private static String query(Session.Row row, Redaction redaction) {
    return row.text(10) == null ? "" : shortened(redaction.redact(row.string(10)));
  }

  /** {@code 45 s}, {@code 12 min}, {@code 3 h 5 min}. */
  private static String span(long seconds) {
    if (seconds < 120) {
      return Math.max(0, seconds) + " s";
    }
    long minutes = seconds / 60;
    return minutes < 120 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}
