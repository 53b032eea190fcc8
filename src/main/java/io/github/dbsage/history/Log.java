package io.github.dbsage.history;

import io.github.dbsage.db.Literal;
import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code dbsage_log}: who did what, and when; writes what needs no run lock. */
public final class Log {

  private static final String COLUMNS =
      "pg_catalog.to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS\"Z\"'), action, version,"
          + " db_user, os_user, host, reason";

  private Log() {}

  /**
   * A row of it.
   *
   * @param at in UTC, to the second
   * @param version as it was written, or null where the action is about none
   */
  public record Line(
      String at,
      String action,
      @Nullable String version,
      String dbUser,
      @Nullable String osUser,
      @Nullable String host,
      @Nullable String reason) {}

  /**
   * Writes a row about something that needs no run lock; whoever has it is not disturbed.
   *
   * @param actor its reason redacted already
   * @throws UserError where the role may not
   */
  public static void append(
      Session session, Tables tables, Actor actor, String action, Version version) {
    try {
      session.update(
          "INSERT INTO %s (os_user, host, action, version, reason) VALUES (?, ?, ?, ?, %s)"
              .formatted(tables.log(), Literal.of(actor.reason())),
          actor.osUser(),
          actor.host(),
          action,
          version.digits());
    } catch (ServerFailure e) {
      if (e.is("42501")) {
        throw new UserError(HistoryProblems.mayNotLog(tables.schema(), e), e);
      }
      throw e;
    }
  }

  /** The newest row, or null where there is none. */
  public static @Nullable Line newest(Session session, Tables tables) {
    List<Line> lines =
        session.query(
            "SELECT %s FROM %s ORDER BY id DESC LIMIT 1".formatted(COLUMNS, tables.log()),
            Log::line);
    return lines.isEmpty() ? null : lines.get(0);
  }

  /** The versions of which something else than an attempt to apply them is the newest row. */
  public static Map<Version, Line> corrections(Session session, Tables tables) {
    Map<Version, Line> corrections = new HashMap<>();
    session
        .query(
            """
            SELECT %s FROM (SELECT DISTINCT ON (version) * FROM %s
                             WHERE version IS NOT NULL ORDER BY version, id DESC) l
             WHERE action NOT IN ('apply', 'apply failed') AND action NOT LIKE 'backfill%%'
            """
                .formatted(COLUMNS, tables.log()),
            Log::line)
        .forEach(
            line -> {
              String version = line.version();
              if (version != null && Version.isVersion(version)) {
                corrections.put(new Version(version), line);
              }
            });
    return corrections;
  }

  private static Line line(Session.Row row) {
    return new Line(
        row.string(1),
        row.string(2),
        row.text(3),
        row.string(4),
        row.text(5),
        row.text(6),
        row.text(7));
  }
}
