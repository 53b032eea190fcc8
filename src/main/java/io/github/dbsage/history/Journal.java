package io.github.dbsage.history;

import io.github.dbsage.db.Literal;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.Redaction;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes {@code dbsage_journal}: how far a migration came that is not one transaction.
 * What runs outside a transaction is {@code running} before it starts and {@code done} after it
 * ended, so that a run that was cut off can be continued.
 */
public final class Journal {

  private final Tables tables;
  private final RunLock lock;
  private final Redaction redaction;

  /** What an ordinal is multiplied by in the table: the statements of a rollback are below 0. */
  private final int sign;

  /**
   * A journal of migrations.
   *
   * @param redaction applied to errors before they are written
   */
  public Journal(Tables tables, RunLock lock, Redaction redaction) {
    this(tables, lock, redaction, 1);
  }

  private Journal(Tables tables, RunLock lock, Redaction redaction, int sign) {
    this.tables = tables;
    this.lock = lock;
    this.redaction = redaction;
    this.sign = sign;
  }

  /** The journal of the same migrations' rollbacks. */
  public Journal back() {
    return new Journal(tables, lock, redaction, -1);
  }

  /** What the journal knows of a statement. */
  public enum State {
    RUNNING,
    DONE,
    FAILED;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A line of the journal.
   *
   * @param ordinal of the statement within its file, from 1
   * @param sha256 of its text, 64 hexadecimal digits
   * @param error {@code SQLSTATE message} of a failed one
   */
  public record Line(int ordinal, String sha256, State state, @Nullable String error) {}

  /**
   * What is recorded of migrations, or rollbacks, that are not whole yet, by version and ordinal.
   */
  public Map<Version, SortedMap<Integer, Line>> unfinished(Session session) {
    return sign > 0 ? unfinished(session, tables) : rollbacks(session, tables);
  }

  /** The same for those who only read; the tables must be {@link Tables.State#READY}. */
  public static Map<Version, SortedMap<Integer, Line>> unfinished(Session session, Tables tables) {
    return read(
        session,
        """
        SELECT j.version, j.ordinal, j.statement_sha256, j.state, j.error FROM %s j
         WHERE j.ordinal > 0
           AND NOT EXISTS (SELECT FROM %s m WHERE m.version = j.version AND m.success)
        """
            .formatted(tables.journal(), tables.migrations()));
  }

  /**
   * What is recorded of rollbacks that were begun and are not whole yet; the tables must be {@link
   * Tables.State#READY}.
   */
  public static Map<Version, SortedMap<Integer, Line>> rollbacks(Session session, Tables tables) {
    return read(
        session,
        "SELECT version, -ordinal, statement_sha256, state, error FROM "
            + tables.journal()
            + " WHERE ordinal < 0");
  }

  private static Map<Version, SortedMap<Integer, Line>> read(Session session, String sql) {
    record Versioned(Version version, Line line) {}
    Map<Version, SortedMap<Integer, Line>> unfinished = new HashMap<>();
    session
        .query(
            sql,
            row ->
                new Versioned(
                    new Version(row.string(1)),
                    new Line(
                        (int) row.number(2),
                        row.string(3),
                        State.valueOf(row.string(4).toUpperCase(Locale.ROOT)),
                        row.text(5))))
        .forEach(
            row ->
                unfinished
                    .computeIfAbsent(row.version(), version -> new TreeMap<>())
                    .put(row.line().ordinal(), row.line()));
    return unfinished;
  }

  /**
   * Records a statement's state, in a transaction of its own.
   *
   * @throws UserError when the run lock is gone
   */
  public void write(
      Session session,
      Version version,
      int ordinal,
      String sha256,
      State state,
      @Nullable String error) {
    int rows = session.update(writing(version, ordinal, sha256, state, error));
    if (rows != 1) {
      throw new UserError(HistoryProblems.lockLost());
    }
  }

  /**
   * SQL that records, within a segment's own transaction, that its statements are done; fails with
   * 23502 on column {@code state} where the run lock is gone.
   *
   * @param sha256 of the statements in order, the first having the ordinal {@code first}
   */
  public String done(Version version, int first, List<String> sha256) {
    StringBuilder values = new StringBuilder();
    for (int i = 0; i < sha256.size(); i++) {
      values.append(i == 0 ? "" : ", ");
      values
          .append('(')
          .append(sign * (first + i))
          .append(", ")
          .append(Literal.of(sha256.get(i)))
          .append(')');
    }
    return """
        INSERT INTO %s (version, ordinal, statement_sha256, state, finished_at) \
        SELECT %s, v.ordinal, v.sha256, CASE WHEN %s THEN 'done' END, pg_catalog.clock_timestamp() \
        FROM (VALUES %s) v (ordinal, sha256) \
        ON CONFLICT (version, ordinal) DO UPDATE SET statement_sha256 = excluded.statement_sha256, \
        state = excluded.state, finished_at = excluded.finished_at, error = NULL"""
        .formatted(tables.journal(), Literal.of(version.digits()), lock.held(), values);
  }

  private String writing(
      Version version, int ordinal, String sha256, State state, @Nullable String error) {
    return """
        INSERT INTO %s AS j (version, ordinal, statement_sha256, state, finished_at, error)
        SELECT %s, %d, %s, %s, CASE WHEN %s THEN pg_catalog.clock_timestamp() END, %s
         WHERE %s
        ON CONFLICT (version, ordinal) DO UPDATE SET
          statement_sha256 = excluded.statement_sha256, state = excluded.state,
          started_at = CASE excluded.state WHEN 'running' THEN pg_catalog.clock_timestamp()
                                           ELSE j.started_at END,
          finished_at = excluded.finished_at, error = excluded.error
        """
        .formatted(
            tables.journal(),
            Literal.of(version.digits()),
            sign * ordinal,
            Literal.of(sha256),
            Literal.of(state.label()),
            state != State.RUNNING,
            Literal.of(error == null ? null : redaction.redact(error)),
            lock.held());
  }
}
