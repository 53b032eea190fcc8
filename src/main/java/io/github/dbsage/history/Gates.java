package io.github.dbsage.history;

import io.github.dbsage.db.Literal;
import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.UserError;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The gates that are open in a database ({@code dbsage_gate}): which application versions are said
 * to run everywhere, since when, and what had been counted of old ones by then.
 */
public final class Gates {

  private final Tables tables;
  private final RunLock lock;
  private final Actor actor;

  public Gates(Tables tables, RunLock lock, Actor actor) {
    this.tables = tables;
    this.lock = lock;
    this.actor = actor;
  }

  /**
   * An open gate.
   *
   * @param openedAt in UTC, to the second
   * @param seen a JSON object of counters as they stood when it was opened
   */
  public record Gate(String name, String openedAt, String openedBy, String seen) {}

  /** Those that are open, by name; none where the table is not there or may not be read. */
  public static Map<String, Gate> read(Session session, Tables tables) {
    Map<String, Gate> gates = new LinkedHashMap<>();
    if (tables.hasReadableGates(session)) {
      session
          .query(
              """
              SELECT name,
                     pg_catalog.to_char(opened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS"Z"'),
                     opened_by, seen
                FROM %s ORDER BY opened_at, name
              """
                  .formatted(tables.gates()),
              row -> new Gate(row.string(1), row.string(2), row.string(3), row.string(4)))
          .forEach(gate -> gates.put(gate.name(), gate));
    }
    return gates;
  }

  /** Whether a gate was opened or confirmed no longer ago than that. */
  public static boolean isFresh(Session session, Tables tables, String name, Duration age) {
    return session.one(
        "SELECT EXISTS (SELECT FROM "
            + tables.gates()
            + " WHERE name = ? AND opened_at > pg_catalog.clock_timestamp() - interval '"
            + age.toMillis()
            + " milliseconds')",
        row -> row.flag(1),
        name);
  }

  /**
   * Notes anew what was counted, for an open one; nobody needs to know.
   *
   * @throws UserError when the run lock is gone
   */
  public void note(Session session, String name, String seen) {
    int rows =
        session.update(
            "UPDATE "
                + tables.gates()
                + " SET seen = "
                + Literal.of(seen)
                + " WHERE name = "
                + Literal.of(name)
                + " AND "
                + lock.held());
    if (rows != 1) {
      throw new UserError(HistoryProblems.lockLost());
    }
  }

  /**
   * Opens one, or notes anew for an open one what was counted by now; a row of the log either way.
   *
   * @param seen a JSON object
   * @throws UserError when the run lock is gone, or the role may not create the table
   */
  public void open(Session session, String name, String seen) {
    tables.createGates(session);
    List<String> written;
    try {
      written =
          session.query(
              """
              WITH opened AS (
                INSERT INTO %1$s AS g (name, opened_by, seen)
                SELECT %2$s, current_user, %3$s WHERE %4$s
                ON CONFLICT (name) DO UPDATE
                   SET seen = excluded.seen, opened_at = pg_catalog.clock_timestamp()
                RETURNING (xmax <> 0) AS again),
              noted AS (
                INSERT INTO %5$s (os_user, host, action, reason)
                SELECT %6$s, %7$s,
                       CASE WHEN again THEN 'gate confirmed' ELSE 'gate opened' END,
                       %8$s
                  FROM opened RETURNING action)
              SELECT action FROM noted
              """
                  .formatted(
                      tables.gates(),
                      Literal.of(name),
                      Literal.of(seen),
                      lock.held(),
                      tables.log(),
                      Literal.of(actor.osUser()),
                      Literal.of(actor.host()),
                      Literal.of(reason(name, actor.reason()))),
              row -> row.string(1));
    } catch (ServerFailure e) {
      if (e.is("42501")) {
        throw new UserError(HistoryProblems.mayNotCreate(tables.schema(), e), e);
      }
      throw e;
    }
    if (written.size() != 1) {
      throw new UserError(HistoryProblems.lockLost());
    }
  }

  private static String reason(String name, @Nullable String reason) {
    return reason == null ? name : name + ": " + reason;
  }
}
