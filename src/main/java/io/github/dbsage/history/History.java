package io.github.dbsage.history;

import io.github.dbsage.db.Literal;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.Checksum;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes {@code schema_migrations}. Every write depends, in its own statement, on the run
 * lock being held by the session that took it, so that a runner that lost it writes nothing more.
 */
public final class History {

  /** What {@code notes} says while a migration runs that is not one transaction. */
  public static final String RUNNING = "running";

  /** Milliseconds since the transaction began, clamped to PostgreSQL's integer. */
  private static final String ELAPSED =
      "LEAST(2147483647, pg_catalog.round(extract(epoch FROM pg_catalog.clock_timestamp()"
          + " - pg_catalog.transaction_timestamp()) * 1000))::integer";

  private final Tables tables;
  private final RunLock lock;
  private final Actor actor;
  private final @Nullable SupabaseHistory supabase;

  public History(Tables tables, RunLock lock, Actor actor) {
    this(tables, lock, actor, null);
  }

  /**
   * One that keeps the Supabase CLI's in step.
   *
   * @param supabase null where it is left alone
   */
  public History(Tables tables, RunLock lock, Actor actor, @Nullable SupabaseHistory supabase) {
    this.tables = tables;
    this.lock = lock;
    this.actor = actor;
    this.supabase = supabase;
  }

  /** Whether the history, the template's or ours, has no row. */
  public static boolean isEmpty(Session session, Tables tables) {
    return session.one(
        "SELECT NOT EXISTS (SELECT FROM " + tables.migrations() + ")", row -> row.flag(1));
  }

  /** Every row, in version order; the tables must be {@link Tables.State#READY}. */
  public static List<Entry> read(Session session, Tables tables) {
    return read(session, tables, Tables.State.READY);
  }

  /**
   * Every row, in version order; of the template's own table what that holds.
   *
   * @param state what {@link Tables#inspect} found
   * @throws UserError when a version is none, which the table's own constraint forbids
   */
  public static List<Entry> read(Session session, Tables tables, Tables.State state) {
    if (state == Tables.State.ABSENT) {
      return List.of();
    }
    boolean ours = state == Tables.State.READY;
    String code = ours ? "LEFT JOIN %s j ON j.version = m.version AND j.ordinal = 0" : "";
    return session.query(
        """
        SELECT m.version, m.name, m.success, m.checksum, %s, m.notes,
               pg_catalog.to_char(m.applied_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS"Z"'),
               m.applied_by, m.execution_time_ms, m.rollback_script IS NOT NULL, %s
          FROM %s m %s
         ORDER BY m.version
        """
            .formatted(
                ours ? "j.statement_sha256" : "NULL",
                ours ? "m.kind, m.tool_version" : "'sql', NULL",
                tables.migrations(),
                code.formatted(tables.journal())),
        History::entry);
  }

  /** The SHA-256 of each recorded rollback script, in UTF-8, by version. */
  public static Map<Version, Checksum> rollbacks(
      Session session, Tables tables, Tables.State state) {
    Map<Version, Checksum> scripts = new HashMap<>();
    if (state != Tables.State.ABSENT) {
      session
          .query(
              """
              SELECT version, pg_catalog.encode(pg_catalog.sha256(
                       pg_catalog.convert_to(rollback_script, 'UTF8')), 'hex')
                FROM %s WHERE rollback_script IS NOT NULL
              """
                  .formatted(tables.migrations()),
              row -> Map.entry(version(row.string(1)), new Checksum(row.string(2))))
          .forEach(script -> scripts.put(script.getKey(), script.getValue()));
    }
    return scripts;
  }

  /**
   * The statements that record a success inside the migration's own transaction, for a session
   * other than the lock's: one fails with 23502 on column {@code success} where the run lock is
   * gone, with 23505 where the version is applied already, and with 23502 on column {@code version}
   * where a trigger or a rule of someone else's swallowed the row. They are plain INSERTs because
   * planning, not writing, is what they cost.
   */
  public List<String> recording(Step step, boolean failedBefore) {
    List<String> statements = new ArrayList<>();
    if (failedBefore) {
      statements.add(
          "DELETE FROM %s WHERE version = %s AND NOT success"
              .formatted(tables.migrations(), version(step)));
    }
    String version = version(step);
    String checksum = Literal.of(step.checksum().hex());
    statements.add(
        "INSERT INTO "
            + tables.migrations()
            + " (version, name, applied_by, execution_time_ms, success, checksum, rollback_script,"
            + " kind, tool_version) VALUES ("
            + String.join(
                ", ",
                version,
                Literal.of(step.name()),
                "current_user",
                ELAPSED,
                "CASE WHEN " + lock.heldByAnother() + " THEN true END",
                checksum,
                Literal.of(step.rollback().script()),
                Literal.of(step.kind().label()),
                Literal.of(actor.toolVersion()))
            + ")");
    statements.add(
        "INSERT INTO "
            + tables.log()
            + " (os_user, host, action, version, new_checksum, reason) VALUES ("
            + String.join(
                ", ",
                Literal.of(actor.osUser()),
                Literal.of(actor.host()),
                "'apply'",
                version,
                checksum,
                Literal.of(actor.reason()))
            + ")");
    statements.add(
        codeRow(
            tables,
            "VALUES ((SELECT version FROM "
                + tables.migrations()
                + " WHERE version = "
                + version
                + " AND success), "
                + codeValues(step)
                + ")"));
    SupabaseHistory twin = supabase;
    if (twin != null && SupabaseHistory.isKept(step)) {
      statements.add(twin.recording(step));
    }
    return statements;
  }

  /**
   * Records, before its first segment or batch, that a migration runs that is not one transaction.
   *
   * @throws UserError when the run lock is gone
   */
  public void begin(Session session, Step step) {
    upsert(session, step, RUNNING, null);
  }

  /**
   * Records a failure; the log gets its row too.
   *
   * @throws UserError when the run lock is gone
   */
  public void fail(Session session, Step step, String error, long elapsedMs) {
    upsert(session, step, error, elapsedMs);
    log(session, "apply failed", step, error);
  }

  /**
   * Records that a migration is whole that was not one transaction.
   *
   * @throws UserError when the run lock is gone
   */
  public void finish(Session session, Step step, long elapsedMs) {
    finish(session, step, elapsedMs, "apply");
  }

  /**
   * The same by another goal than {@code apply}.
   *
   * @param action for the log
   * @throws UserError when the run lock is gone
   */
  public void finish(Session session, Step step, long elapsedMs, String action) {
    SupabaseHistory twin = supabase;
    String alike =
        twin != null && SupabaseHistory.isKept(step)
            ? ", alike AS (" + twin.recording(step, "recorded") + ") "
            : " ";
    int rows =
        session.update(
            "WITH recorded AS (UPDATE "
                + tables.migrations()
                + " SET success = true, notes = NULL, applied_at = pg_catalog.now(),"
                + " execution_time_ms = ? WHERE version = ? AND NOT success AND "
                + lock.held()
                + " RETURNING version)"
                + alike
                + codeRow(tables, step, "recorded"),
            clamp(elapsedMs),
            step.version().digits());
    requireFence(rows);
    log(session, action, step, actor.reason());
  }

  /** Whether a version is recorded as applied. */
  public boolean isApplied(Session session, Version version) {
    return isApplied(session, tables, version);
  }

  /** The same for those who do not have the run lock. */
  public static boolean isApplied(Session session, Tables tables, Version version) {
    return session.one(
        "SELECT EXISTS (SELECT FROM " + tables.migrations() + " WHERE version = ? AND success)",
        row -> row.flag(1),
        version.digits());
  }

  /**
   * After a lost connection: from now on, {@link #isApplied} tells the truth for good.
   *
   * @throws UserError when the run lock is gone
   */
  public void fenceOff(Session session, Duration patience) {
    lock.fenceOff(session, patience);
  }

  private void upsert(Session session, Step step, String notes, @Nullable Long elapsedMs) {
    int rows =
        session.update(
            """
            INSERT INTO %1$s AS m (version, name, applied_by, execution_time_ms, success, checksum,
                                   rollback_script, notes, kind, tool_version)
            SELECT ?, ?, current_user, ?::integer, false, ?, %2$s, ?, ?, ?
             WHERE %3$s
            ON CONFLICT (version) DO UPDATE
               SET name = excluded.name, applied_at = pg_catalog.now(),
                   applied_by = excluded.applied_by,
                   execution_time_ms = excluded.execution_time_ms, checksum = excluded.checksum,
                   rollback_script = excluded.rollback_script, notes = excluded.notes,
                   kind = excluded.kind, tool_version = excluded.tool_version
             WHERE NOT m.success
            """
                .formatted(tables.migrations(), Literal.of(step.rollback().script()), lock.held()),
            step.version().digits(),
            step.name(),
            elapsedMs == null ? "0" : String.valueOf(clamp(elapsedMs)),
            step.checksum().hex(),
            notes,
            step.kind().label(),
            actor.toolVersion());
    requireFence(rows);
  }

  private void log(Session session, String action, Step step, @Nullable String reason) {
    int rows =
        session.update(
            "INSERT INTO "
                + tables.log()
                + " (os_user, host, action, version, new_checksum, reason) SELECT ?, ?, ?, ?, ?, "
                + Literal.of(reason)
                + " WHERE "
                + lock.held(),
            actor.osUser(),
            actor.host(),
            action,
            step.version().digits(),
            step.checksum().hex());
    requireFence(rows);
  }

  /**
   * The digest of what the file does, one row for each of the rows in {@code from}, which have a
   * column {@code version}.
   */
  static String codeRow(Tables tables, Step step, String from) {
    return codeRow(tables, "SELECT version, " + codeValues(step) + " FROM " + from + " WHERE true");
  }

  /** The same from the rows of a query. */
  private static String codeRow(Tables tables, String rows) {
    return "INSERT INTO "
        + tables.journal()
        + " (version, ordinal, statement_sha256, state, finished_at) "
        + rows
        + " ON CONFLICT (version, ordinal) DO UPDATE SET"
        + " statement_sha256 = excluded.statement_sha256, finished_at = excluded.finished_at";
  }

  /** What stands behind the version in such a row. */
  private static String codeValues(Step step) {
    return "0, " + Literal.of(step.code().hex()) + ", 'done', pg_catalog.clock_timestamp()";
  }

  private static void requireFence(int rows) {
    if (rows != 1) {
      throw new UserError(HistoryProblems.lockLost());
    }
  }

  private static String version(Step step) {
    return Literal.of(step.version().digits());
  }

  private static int clamp(long ms) {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(0, ms));
  }

  private static Entry entry(Session.Row row) {
    String code = row.text(5);
    return new Entry(
        version(row.string(1)),
        row.string(2),
        row.flag(3),
        row.string(4),
        code == null || !Checksum.isChecksum(code) ? null : new Checksum(code),
        row.text(6),
        row.text(7),
        row.string(8),
        row.text(9) == null ? null : row.number(9),
        row.flag(10),
        row.string(11),
        row.text(12));
  }

  /** The template's constraint may have been taken away. */
  private static Version version(String recorded) {
    if (!Version.isVersion(recorded)) {
      throw new UserError(HistoryProblems.unreadableVersion(recorded));
    }
    return new Version(recorded);
  }
}
