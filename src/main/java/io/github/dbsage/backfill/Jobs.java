package io.github.dbsage.backfill;

import io.github.dbsage.db.Literal;
import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of a database as whoever watches or steers them sees them. What steers them is the
 * column {@code status} of {@code migration_progress}, which everybody may set with plain SQL too.
 */
public final class Jobs {

  private static final String RUNNING = "running";
  private static final String PAUSED = "paused";
  private static final String DONE = "done";

  private static final String TIME = "'YYYY-MM-DD HH24:MI:SS\"Z\"'";

  private final JobTables tables;

  /** Those whose tables are in a schema. */
  public Jobs(String schema) {
    this.tables = new JobTables(schema);
  }

  /**
   * How a job is.
   *
   * @param version of the migration that it is
   * @param status {@code running}, {@code paused}, {@code cancelled}, {@code failed}, {@code done}
   * @param reason why it is so, or null
   * @param table with its schema
   * @param rows changed so far
   * @param fraction of the work that is behind it, 0 to 1
   * @param expected rows of the table, about
   * @param rowsPerSecond over the last seconds, as its runners wrote it; 0 where nobody is at work
   * @param residue rows that somebody held
   * @param poisoned rows that the server refuses
   * @param workers the names of the sessions at work now: {@code dbsage:job:host:1}
   * @param startedAt in UTC, to the second
   * @param updatedAt in UTC, to the second
   */
  public record State(
      String job,
      String version,
      String status,
      @Nullable String reason,
      String table,
      long rows,
      double fraction,
      long expected,
      long rowsPerSecond,
      long residue,
      long poisoned,
      List<String> workers,
      String startedAt,
      String updatedAt) {
    public State {
      workers = List.copyOf(workers);
    }

    /** Whether nobody will go on with it of himself. */
    public boolean isOver() {
      return status.equals(DONE) || status.equals("cancelled") || status.equals("failed");
    }
  }

  /** Whether there are tables of ours, and the role may read them. */
  public boolean areReadable(Session session) {
    return session.one(
        """
        SELECT pg_catalog.count(*) = 3
          FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = ?
           AND c.relname IN ('migration_progress', 'dbsage_backfill', 'dbsage_extent')
           AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')
           AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
        """,
        row -> row.flag(1),
        tables.schema());
  }

  /**
   * All of them by name; none where there are no tables of ours.
   *
   * @throws ServerFailure where the role may not read them
   */
  public List<State> all(Session session) {
    if (!tables.exist(session)) {
      return List.of();
    }
    return session.query(
        """
        SELECT b.job, b.version, coalesce(p.status, '%1$s'), p.reason, b.relation,
               coalesce(e.rows, 0), e.seen, b.expected,
               CASE WHEN w.names IS NULL THEN 0 ELSE b.rate END, e.residue, e.poisoned,
               coalesce(w.names, ''),
               pg_catalog.to_char(coalesce(p.started_at, b.created_at) AT TIME ZONE 'UTC', %2$s),
               pg_catalog.to_char(coalesce(p.updated_at, b.created_at) AT TIME ZONE 'UTC', %2$s)
          FROM %3$s b
          LEFT JOIN %4$s p ON p.migration_name = b.job
         CROSS JOIN LATERAL (
               SELECT pg_catalog.sum(rows_done) AS rows,
                      pg_catalog.sum(rows_seen) AS seen,
                      pg_catalog.count(*) FILTER (WHERE state = 'residue') AS residue,
                      pg_catalog.count(*) FILTER (WHERE state = 'poison') AS poisoned
                 FROM %5$s WHERE job = b.job) e
         CROSS JOIN LATERAL (
               SELECT pg_catalog.string_agg(application_name, E'\\n' ORDER BY application_name)
                      AS names
                 FROM pg_catalog.pg_stat_activity
                WHERE datname = pg_catalog.current_database()
                  AND pg_catalog.starts_with(
                        application_name, 'dbsage:' || pg_catalog.left(b.job, %6$d) || ':')) w
         ORDER BY b.job
        """
            .formatted(
                RUNNING, TIME, tables.jobs(), tables.progress(), tables.extents(), Job.LONGEST),
        Jobs::state);
  }

  private static State state(Session.Row row) {
    String status = row.string(3);
    double all = Math.max(1, Math.max(row.number(7), row.number(8)));
    double fraction = status.equals(DONE) ? 1 : Math.min(0.999, row.number(7) / all);
    return new State(
        row.string(1),
        row.string(2),
        status,
        row.text(4),
        row.string(5),
        row.number(6),
        fraction,
        row.number(8),
        row.number(9),
        row.number(10),
        row.number(11),
        Arrays.stream(row.string(12).split("\n")).filter(name -> !name.isEmpty()).toList(),
        row.string(13),
        row.string(14));
  }

  /** One, or null. */
  public @Nullable State find(Session session, String job) {
    return all(session).stream().filter(one -> one.job().equals(job)).findFirst().orElse(null);
  }

  /**
   * Makes all runners of a job stop behind their batches, until it is resumed.
   *
   * @throws UserError where there is no such job, or it is over
   */
  public void pause(Session session, String job, @Nullable String reason) {
    set(session, job, PAUSED, reason, "pause", List.of(RUNNING, PAUSED));
  }

  /**
   * Lets a job that is paused, cancelled or failed go on when somebody runs it.
   *
   * @throws UserError where there is no such job, or it is done
   */
  public void resume(Session session, String job) {
    set(session, job, RUNNING, null, "resume", List.of(RUNNING, PAUSED, "cancelled", "failed"));
  }

  /**
   * Ends a job; what it did stays, and it can still be resumed.
   *
   * @throws UserError where there is no such job, or it is over
   */
  public void cancel(Session session, String job, @Nullable String reason) {
    set(session, job, "cancelled", reason, "cancel", List.of(RUNNING, PAUSED));
  }

  /**
   * Forgets what was done of a migration, so that a later run begins anew; nothing of the data is
   * changed.
   */
  public void forget(Session session, Version version) {
    if (tables.exist(session)) {
      String jobs =
          "(SELECT job FROM %s WHERE version = %s)"
              .formatted(tables.jobs(), Literal.of(version.digits()));
      session.send(
          """
          BEGIN;
          DELETE FROM %1$s WHERE job IN %2$s;
          DELETE FROM %3$s WHERE migration_name IN %2$s;
          DELETE FROM %4$s WHERE version = %5$s;
          COMMIT
          """
              .formatted(
                  tables.extents(),
                  jobs,
                  tables.progress(),
                  tables.jobs(),
                  Literal.of(version.digits())));
    }
  }

  private void set(
      Session session,
      String job,
      String status,
      @Nullable String reason,
      String verb,
      List<String> from) {
    State known = find(session, job);
    if (known == null) {
      throw new UserError(
          SteeringProblems.unknown(job, all(session).stream().map(State::job).toList()));
    }
    try {
      int rows =
          session.update(
              """
              UPDATE %s SET status = ?, reason = %s, updated_at = pg_catalog.clock_timestamp()
               WHERE migration_name = ? AND coalesce(status, '%s') = ANY (%s)
              """
                  .formatted(
                      tables.progress(),
                      Literal.of(reason),
                      RUNNING,
                      Literal.of("{" + String.join(",", from) + "}") + "::text[]"),
              status,
              job);
      if (rows != 1) {
        State now = find(session, job);
        throw new UserError(
            SteeringProblems.over(
                verb,
                job,
                now == null ? known.status() : now.status(),
                now == null ? known.reason() : now.reason()));
      }
    } catch (ServerFailure e) {
      if (e.is("42501")) {
        throw new UserError(SteeringProblems.mayNot(tables.schema(), tables.progress(), e), e);
      }
      throw e;
    }
  }
}
