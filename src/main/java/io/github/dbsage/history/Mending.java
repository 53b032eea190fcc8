package io.github.dbsage.history;

import io.github.dbsage.db.Literal;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.Checksum;
import io.github.dbsage.model.Redaction;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a person says about the record: a baseline, and repairs. Nothing of a migration is
 * run or undone. Each is one statement, and so one transaction: the change and its line in {@code
 * dbsage_log}, both or neither, and neither without the run lock. What a change takes away from
 * {@code schema_migrations} stays readable in the log.
 */
public final class Mending {

  private final Tables tables;
  private final RunLock lock;
  private final Actor actor;
  private final Redaction redaction;
  private final @Nullable SupabaseHistory supabase;

  /**
   * For one goal.
   *
   * @param actor its reason redacted already
   * @param redaction applied to what is copied from a row into the log
   * @param supabase the Supabase CLI's history where that is kept in step, or null
   */
  public Mending(
      Tables tables,
      RunLock lock,
      Actor actor,
      Redaction redaction,
      @Nullable SupabaseHistory supabase) {
    this.tables = tables;
    this.lock = lock;
    this.actor = actor;
    this.redaction = redaction;
    this.supabase = supabase;
  }

  /**
   * Adopts the database: its first row says up to where it stands. Our tables are created in the
   * same transaction, where they are missing.
   *
   * @param snapshot of the text that names what was found
   * @param summary for the row's notes
   * @throws UserError when the run lock is gone, the history has rows, or the role may not
   */
  public void adopt(Session session, Version baseline, Checksum snapshot, String summary) {
    if (tables.inspect(session) == Tables.State.READY) {
      baseline(session, baseline, snapshot, summary);
    } else {
      tables.create(session, () -> baseline(session, baseline, snapshot, summary));
    }
  }

  private void baseline(Session session, Version baseline, Checksum snapshot, String summary) {
    write(
        session,
        baseline,
        """
        WITH changed AS (
          INSERT INTO %1$s (version, name, applied_by, execution_time_ms, success, checksum, notes,
                            kind, tool_version)
          SELECT %2$s, 'baseline', current_user, 0, true, %3$s, %4$s, %5$s, %6$s
           WHERE %7$s AND NOT EXISTS (SELECT FROM %1$s)
          RETURNING version)
        """
            .formatted(
                tables.migrations(),
                Literal.of(baseline.digits()),
                Literal.of(snapshot.hex()),
                Literal.of(redaction.redact(summary)),
                Literal.of(Entry.BASELINE),
                Literal.of(actor.toolVersion()),
                lock.held()),
        "adopt",
        snapshot.hex(),
        "");
  }

  /**
   * Marks a migration as applied.
   *
   * @throws UserError when the run lock is gone, or it is applied already
   */
  public void applied(Session session, Step step) {
    String notes = "marked as applied by repair; nothing was run";
    write(
        session,
        step.version(),
        """
        WITH changed AS (
          INSERT INTO %s AS m (version, name, applied_by, execution_time_ms, success, checksum,
                               rollback_script, notes, kind, tool_version)
          SELECT %s, %s, current_user, NULL::integer, true, %s, %s, %s, %s, %s
           WHERE %s
          ON CONFLICT (version) DO UPDATE
             SET name = excluded.name, applied_at = pg_catalog.now(),
                 applied_by = excluded.applied_by, execution_time_ms = NULL, success = true,
                 checksum = excluded.checksum, rollback_script = excluded.rollback_script,
                 notes = excluded.notes, kind = excluded.kind, tool_version = excluded.tool_version
           WHERE NOT m.success
          RETURNING version)
        """
                .formatted(
                    tables.migrations(),
                    Literal.of(step.version().digits()),
                    Literal.of(step.name()),
                    Literal.of(step.checksum().hex()),
                    Literal.of(step.rollback().script()),
                    Literal.of(notes),
                    Literal.of(step.kind().label()),
                    Literal.of(actor.toolVersion()),
                    lock.held())
            + code(step)
            + alike(step),
        "repair applied",
        step.checksum().hex(),
        was(session, step.version()));
  }

  /**
   * Takes a migration, or a baseline, out of the record: it counts as never run.
   *
   * @throws UserError when the run lock is gone, or the row is not the one that was read
   */
  public void reverted(Session session, Entry entry) {
    write(
        session,
        entry.version(),
        deletion(entry)
            + ", forgotten AS (DELETE FROM "
            + tables.journal()
            + " j USING changed c WHERE j.version = c.version)"
            + (supabase == null
                ? ""
                : ", alike AS (" + SupabaseHistory.forgetting("changed") + ")"),
        "repair reverted",
        null,
        was(session, entry.version()));
  }

  /**
   * Writes a migration into the Supabase CLI's history alone.
   *
   * @throws UserError when the run lock is gone
   */
  public void appliedInSupabase(Session session, Step step, SupabaseHistory history) {
    String version = "(SELECT " + Literal.of(step.version().digits()) + "::text AS version) v";
    write(
        session,
        step.version(),
        "WITH changed AS (" + history.recording(step, version, lock.held()) + " RETURNING version)",
        "repair supabase applied",
        step.checksum().hex(),
        "");
  }

  /**
   * Takes a version out of the Supabase CLI's history alone.
   *
   * @throws UserError when the run lock is gone, or it is not there any more
   */
  public void revertedInSupabase(Session session, Version version) {
    write(
        session,
        version,
        "WITH changed AS ("
            + SupabaseHistory.forgetting(version)
            + " AND "
            + lock.held()
            + " RETURNING version)",
        "repair supabase reverted",
        null,
        "");
  }

  private String alike(Step step) {
    SupabaseHistory twin = supabase;
    return twin == null || !SupabaseHistory.isKept(step)
        ? ""
        : ", alike AS (" + twin.recording(step, "changed") + ")";
  }

  /**
   * Forgets that a rollback was begun: the migration is applied as before.
   *
   * @throws UserError when the run lock is gone, or the row is not the one that was read
   */
  public void madeAgain(Session session, Entry entry) {
    write(
        session,
        entry.version(),
        """
        WITH changed AS (
          SELECT version FROM %s WHERE version = %s AND checksum = %s AND success AND %s),
        forgotten AS (
          DELETE FROM %s j USING changed c WHERE j.version = c.version AND j.ordinal < 0)
        """
            .formatted(
                tables.migrations(),
                Literal.of(entry.version().digits()),
                Literal.of(entry.checksum()),
                lock.held(),
                tables.journal()),
        "repair applied",
        null,
        "; its rollback was begun");
  }

  /**
   * Takes the row of a failed attempt away; the journal stays, so that nothing runs twice.
   *
   * @throws UserError when the run lock is gone, or the row is not the one that was read
   */
  public void cleared(Session session, Entry entry) {
    write(
        session,
        entry.version(),
        deletion(entry),
        "repair cleared",
        null,
        was(session, entry.version()));
  }

  /**
   * Records the file's checksum in place of the one that was applied.
   *
   * @throws UserError when the run lock is gone, or the row is not the one that was read
   */
  public void accepted(Session session, Step step, Entry entry) {
    write(
        session,
        step.version(),
        """
        WITH changed AS (
          UPDATE %s SET checksum = %s
           WHERE version = %s AND success AND checksum = %s AND %s
          RETURNING version)
        """
                .formatted(
                    tables.migrations(),
                    Literal.of(step.checksum().hex()),
                    Literal.of(step.version().digits()),
                    Literal.of(entry.checksum()),
                    lock.held())
            + code(step),
        "repair accepted",
        step.checksum().hex(),
        "");
  }

  /**
   * Lets the next run of a migration begin behind its first statements, which count as done; what
   * was journalled of the others is forgotten.
   *
   * @param sha256 of the first statements, in order
   * @param before how far the journal said it was, for the log
   * @throws UserError when the run lock is gone, or the migration is applied meanwhile
   */
  public void continueBehind(Session session, SqlStep step, List<String> sha256, String before) {
    int next = sha256.size() + 1;
    write(
        session,
        step.version(),
        """
        WITH changed AS (
          SELECT %2$s AS version
           WHERE %5$s AND NOT EXISTS (SELECT FROM %1$s WHERE version = %2$s AND success)),
        forgotten AS (
          DELETE FROM %6$s j USING changed c WHERE j.version = c.version AND j.ordinal >= %3$s),
        marked AS (
          INSERT INTO %6$s AS j (version, ordinal, statement_sha256, state, finished_at)
          SELECT c.version, s.ordinal, s.sha256, 'done', pg_catalog.clock_timestamp()
            FROM changed c,
                 pg_catalog.unnest(%4$s::text[]) WITH ORDINALITY s (sha256, ordinal)
          ON CONFLICT (version, ordinal) DO UPDATE
             SET statement_sha256 = excluded.statement_sha256, state = excluded.state,
                 finished_at = excluded.finished_at, error = NULL
           WHERE j.state <> 'done' OR j.statement_sha256 <> excluded.statement_sha256)
        """
            .formatted(
                tables.migrations(),
                Literal.of(step.version().digits()),
                next,
                Literal.of("{" + String.join(",", sha256) + "}"),
                lock.held(),
                tables.journal()),
        "repair from " + next,
        step.checksum().hex(),
        "; the journal was: " + before);
  }

  /** Adds the line of the log to a change, for the row that its expression "changed" holds. */
  private void write(
      Session session,
      Version version,
      String change,
      String action,
      @Nullable String newChecksum,
      String addition) {
    int rows =
        session.update(
            """
            %s
            INSERT INTO %s (os_user, host, action, version, old_checksum, new_checksum, reason)
            SELECT %s, %s, %s, c.version,
                   (SELECT m.checksum FROM %s m WHERE m.version = c.version), %s, %s
              FROM changed c
            """
                .formatted(
                    change,
                    tables.log(),
                    Literal.of(actor.osUser()),
                    Literal.of(actor.host()),
                    Literal.of(action),
                    tables.migrations(),
                    Literal.of(newChecksum),
                    Literal.of(reason(addition))));
    if (rows != 1) {
      throw new UserError(
          lock.isHeld(session)
              ? HistoryProblems.recordChanged(version)
              : HistoryProblems.lockLost());
    }
  }

  private @Nullable String reason(String addition) {
    String reason = actor.reason();
    return reason == null ? null : reason + addition;
  }

  private String deletion(Entry entry) {
    return "WITH changed AS (DELETE FROM "
        + tables.migrations()
        + " WHERE version = "
        + Literal.of(entry.version().digits())
        + " AND checksum = "
        + Literal.of(entry.checksum())
        + (entry.success() ? " AND success AND " : " AND NOT success AND ")
        + lock.held()
        + " RETURNING version)";
  }

  private String code(Step step) {
    return ", coded AS (" + History.codeRow(tables, step, "changed") + ")";
  }

  private String was(Session session, Version version) {
    return session
        .query(
            "SELECT pg_catalog.to_jsonb(m)::text FROM "
                + tables.migrations()
                + " m WHERE m.version = ?",
            row -> "; the row was " + redaction.redact(row.string(1)),
            version.digits())
        .stream()
        .findFirst()
        .orElse("");
  }
}
