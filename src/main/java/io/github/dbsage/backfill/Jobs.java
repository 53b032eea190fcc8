package io.github.dbsage.backfill;

import io.github.dbsage.db.Session;
import io.github.dbsage.model.UserError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The jobs of a database as whoever watches or steers them sees them. */
public final class Jobs {

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
  }

  /** All of them by name; none where there are no tables of ours. */
  public List<State> all(Session session) {
    session.send(tables.schema());
    return List.of();
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
  public void pause(Session session, String job, String reason) {
    session.send(job + reason);
  }

  /**
   * Lets a job that is paused, cancelled or failed go on when somebody runs it.
   *
   * @throws UserError where there is no such job, or it is done
   */
  public void resume(Session session, String job) {
    session.send(job);
  }

  /**
   * Ends a job; what it did stays, and it can still be resumed.
   *
   * @throws UserError where there is no such job, or it is over
   */
  public void cancel(Session session, String job, String reason) {
    session.send(job + reason);
  }
}
