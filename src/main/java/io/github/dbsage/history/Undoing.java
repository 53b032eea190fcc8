package io.github.dbsage.history;

import io.github.dbsage.db.Literal;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes rolled-back versions out of the record, with a line in {@code dbsage_log} for each. Every
 * write depends, in its own statement, on the run lock being held by the session that took it.
 */
public final class Undoing {

  private final Tables tables;
  private final RunLock lock;
  private final Actor actor;
  private final boolean supabase;

  /**
   * For one goal.
   *
   * @param actor its reason redacted already
   * @param supabase whether the Supabase CLI's history is kept in step
   */
  public Undoing(Tables tables, RunLock lock, Actor actor, boolean supabase) {
    this.tables = tables;
    this.lock = lock;
    this.actor = actor;
    this.supabase = supabase;
  }

  /** The script that is recorded of a version, as it was written, or null. */
  public static @Nullable String script(Session session, Tables tables, Version version) {
    return session
        .query(
            "SELECT rollback_script FROM "
                + tables.migrations()
                + " WHERE version = ? AND rollback_script IS NOT NULL",
            row -> row.string(1),
            version.digits())
        .stream()
        .findFirst()
        .orElse(null);
  }

  /**
   * The statements that record a rollback inside its own transaction, for a session other than the
   * lock's: one fails with 23502 on column {@code action} where the run lock is gone, and on column
   * {@code db_user} where the row is not the one that was read.
   *
   * @param checksum of the row that was read
   */
  public List<String> recording(Version version, String checksum) {
    List<String> statements = new ArrayList<>();
    statements.add(
        "WITH gone AS ("
            + deletion(version, checksum)
            + " RETURNING version) INSERT INTO "
            + tables.log()
            + " (db_user, os_user, host, action, version, old_checksum, reason)"
            + " VALUES ((SELECT session_user::text FROM gone), "
            + String.join(
                ", ",
                Literal.of(actor.osUser()),
                Literal.of(actor.host()),
                "CASE WHEN " + lock.heldByAnother() + " THEN 'rollback' END",
                Literal.of(version.digits()),
                Literal.of(checksum),
                Literal.of(actor.reason()))
            + ")");
    statements.add(
        "DELETE FROM " + tables.journal() + " WHERE version = " + Literal.of(version.digits()));
    if (supabase) {
      statements.add(SupabaseHistory.forgetting(version));
    }
    return statements;
  }

  /**
   * Records that a rollback is whole that was not one transaction.
   *
   * @throws UserError when the run lock is gone, or the row is not the one that was read
   */
  public void finish(Session session, Version version, String checksum) {
    int rows =
        session.update(
            "WITH gone AS ("
                + deletion(version, checksum)
                + " AND "
                + lock.held()
                + " RETURNING version), forgotten AS (DELETE FROM "
                + tables.journal()
                + " j USING gone g WHERE j.version = g.version)"
                + (supabase ? ", alike AS (" + SupabaseHistory.forgetting("gone") + ") " : " ")
                + line("rollback", version, checksum, actor.reason())
                + " FROM gone");
    requireWritten(session, version, rows);
  }

  /**
   * Records a failure; the version stays applied.
   *
   * @throws UserError when the run lock is gone
   */
  public void fail(Session session, Version version, String checksum, String error) {
    int rows =
        session.update(line("rollback failed", version, checksum, error) + " WHERE " + lock.held());
    requireWritten(session, version, rows);
  }

  /** Whether a version is not recorded as applied any more. */
  public boolean isUndone(Session session, Version version) {
    return session.one(
        "SELECT NOT EXISTS (SELECT FROM " + tables.migrations() + " WHERE version = ? AND success)",
        row -> row.flag(1),
        version.digits());
  }

  private String deletion(Version version, String checksum) {
    return "DELETE FROM "
        + tables.migrations()
        + " WHERE version = "
        + Literal.of(version.digits())
        + " AND checksum = "
        + Literal.of(checksum)
        + " AND success";
  }

  private String line(String action, Version version, String checksum, @Nullable String reason) {
    return "INSERT INTO "
        + tables.log()
        + " (os_user, host, action, version, old_checksum, reason) SELECT "
        + String.join(
            ", ",
            Literal.of(actor.osUser()),
            Literal.of(actor.host()),
            Literal.of(action),
            Literal.of(version.digits()),
            Literal.of(checksum),
            Literal.of(reason));
  }

  private void requireWritten(Session session, Version version, int rows) {
    if (rows != 1) {
      throw new UserError(
          lock.isHeld(session)
              ? HistoryProblems.recordChanged(version)
              : HistoryProblems.lockLost());
    }
  }
}
