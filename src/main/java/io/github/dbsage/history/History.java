package io.github.dbsage.history;

import io.github.dbsage.db.Literal;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.Checksum;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes {@code schema_migrations}. Every write depends, in its own statement, on the run
 * lock being held by the session that took it, so that a runner that lost it writes nothing more.
 */
public final class History {

  /** What {@code notes} says while a segmented migration runs. */
  public static final String RUNNING = "running";

  /** Milliseconds since the transaction began, clamped to PostgreSQL's integer. */
  private static final String ELAPSED =
      "LEAST(2147483647, pg_catalog.round(extract(epoch FROM pg_catalog.clock_timestamp()"
          + " - pg_catalog.transaction_timestamp()) * 1000))::integer";

  private final Tables tables;
  private final RunLock lock;
  private final Actor actor;

  public History(Tables tables, RunLock lock, Actor actor) {
    this.tables = tables;
    this.lock = lock;
    this.actor = actor;
  }

  /** Whether the history, the template's or ours, has no row. */
  public static boolean isEmpty(Session session, Tables tables) {
    return session.one(
        "SELECT NOT EXISTS (SELECT FROM " + tables.migrations() + ")", row -> row.flag(1));
  }

  /** Every row, in version order; the tables must be {@link Tables.State#READY}. */
  public static List<Entry> read(Session session, Tables tables) {
    return session.query(
        """
        SELECT m.version, m.name, m.success, m.checksum, j.statement_sha256, m.notes,
               pg_catalog.to_char(m.applied_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS"Z"'),
               m.applied_by, m.execution_time_ms, m.rollback_script IS NOT NULL
          FROM %s m
          LEFT JOIN %s j ON j.version = m.version AND j.ordinal = 0
         ORDER BY m.version
        """
            .formatted(tables.migrations(), tables.journal()),
        History::entry);
  }

  /** Every row of the template's own table, where ours are not there yet. */
  public static List<Entry> readTemplate(Session session, Tables tables) {
    return session.query(
        """
        SELECT version, name, success, checksum, NULL, notes,
               pg_catalog.to_char(applied_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS"Z"'),
               applied_by, execution_time_ms, rollback_script IS NOT NULL
          FROM %s ORDER BY version
        """
            .formatted(tables.migrations()),
        History::entry);
  }

  /**
   * The statements that record a success inside the migration's own transaction: the last one fails
   * with 23502 on column {@code success} where the run lock is gone, with 23505 where the version
   * is applied already, and with 23502 on column {@code version} where a trigger or a rule of
   * someone else's swallowed the row.
   */
  public List<String> recording(SqlStep step, boolean failedBefore) {
    String recording =
        """
        WITH logged AS (INSERT INTO %s (os_user, host, action, version, new_checksum, reason) \
        VALUES (%s, %s, 'apply', %s, %s, %s)), \
        recorded AS (INSERT INTO %s (version, name, applied_by, execution_time_ms, success, \
        checksum, rollback_script, kind, tool_version) \
        VALUES (%s, %s, current_user, %s, CASE WHEN %s THEN true END, %s, %s, 'sql', %s) \
        RETURNING version) \
        %s"""
            .formatted(
                tables.log(),
                Literal.of(actor.osUser()),
                Literal.of(actor.host()),
                version(step),
                Literal.of(step.checksum().hex()),
                Literal.of(actor.reason()),
                tables.migrations(),
                version(step),
                Literal.of(step.name()),
                ELAPSED,
                lock.held(),
                Literal.of(step.checksum().hex()),
                Literal.of(step.rollback().script()),
                Literal.of(actor.toolVersion()),
                codeRow(step, "(SELECT (SELECT version FROM recorded))"));
    if (!failedBefore) {
      return List.of(recording);
    }
    String clearing =
        "DELETE FROM "
            + tables.migrations()
            + " WHERE version = "
            + version(step)
            + " AND NOT success";
    return List.of(clearing, recording);
  }

  /**
   * Records, before its first segment, that a segmented migration runs.
   *
   * @throws UserError when the run lock is gone
   */
  public void begin(Session session, SqlStep step) {
    upsert(session, step, RUNNING, null);
  }

  /**
   * Records a failure; the log gets its row too.
   *
   * @throws UserError when the run lock is gone
   */
  public void fail(Session session, SqlStep step, String error, long elapsedMs) {
    upsert(session, step, error, elapsedMs);
    log(session, "apply failed", step, error);
  }

  /**
   * Records that a segmented migration is whole.
   *
   * @throws UserError when the run lock is gone
   */
  public void finish(Session session, SqlStep step, long elapsedMs) {
    int rows =
        session.update(
            "WITH recorded AS (UPDATE "
                + tables.migrations()
                + " SET success = true, notes = NULL, applied_at = pg_catalog.now(),"
                + " execution_time_ms = ? WHERE version = ? AND NOT success AND "
                + lock.held()
                + " RETURNING version) "
                + codeRow(step, "recorded"),
            clamp(elapsedMs),
            step.version().digits());
    requireFence(rows);
    log(session, "apply", step, actor.reason());
  }

  /** Whether a version is recorded as applied. */
  public boolean isApplied(Session session, Version version) {
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

  private void upsert(Session session, SqlStep step, String notes, @Nullable Long elapsedMs) {
    int rows =
        session.update(
            """
            INSERT INTO %1$s AS m (version, name, applied_by, execution_time_ms, success, checksum,
                                   rollback_script, notes, kind, tool_version)
            SELECT ?, ?, current_user, ?::integer, false, ?, %2$s, ?, 'sql', ?
             WHERE %3$s
            ON CONFLICT (version) DO UPDATE
               SET name = excluded.name, applied_at = pg_catalog.now(),
                   applied_by = excluded.applied_by,
                   execution_time_ms = excluded.execution_time_ms, checksum = excluded.checksum,
                   rollback_script = excluded.rollback_script, notes = excluded.notes,
                   tool_version = excluded.tool_version
             WHERE NOT m.success
            """
                .formatted(tables.migrations(), Literal.of(step.rollback().script()), lock.held()),
            step.version().digits(),
            step.name(),
            elapsedMs == null ? "0" : String.valueOf(clamp(elapsedMs)),
            step.checksum().hex(),
            notes,
            actor.toolVersion());
    requireFence(rows);
  }

  private void log(Session session, String action, SqlStep step, @Nullable String reason) {
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
   * The digest of the file's tokens, one row for each of the rows in {@code from}, which have one
   * column, {@code version}.
   */
  private String codeRow(SqlStep step, String from) {
    return """
        INSERT INTO %s (version, ordinal, statement_sha256, state, finished_at) \
        SELECT r.version, 0, %s, 'done', pg_catalog.clock_timestamp() FROM %s r (version) \
        WHERE true \
        ON CONFLICT (version, ordinal) DO UPDATE SET \
        statement_sha256 = excluded.statement_sha256, finished_at = excluded.finished_at"""
        .formatted(tables.journal(), Literal.of(step.code().hex()), from);
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
        new Version(row.string(1)),
        row.string(2),
        row.flag(3),
        row.string(4),
        code == null || !Checksum.isChecksum(code) ? null : new Checksum(code),
        row.text(6),
        row.text(7),
        row.string(8),
        row.text(9) == null ? null : row.number(9),
        row.flag(10));
  }
}
