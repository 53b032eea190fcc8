package io.github.dbsage.model;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a database's history says as a whole.
 *
 * @param schema that holds our tables, or would
 * @param standby whether the server is one, which shows what it has replayed
 * @param occupied who has the database in hand where we do not, or null
 * @param last the last thing that was done, or null where nothing was, or the role may not see it
 * @param toolVersion of the plugin that applied the last migration
 * @param running the runner at work, or null where none is, or where this is a standby
 * @param queries the file with queries for psql, or null where none was written
 */
public record HistoryReport(
    String schema,
    Tables tables,
    boolean standby,
    @Nullable String occupied,
    Counts counts,
    @Nullable Action last,
    @Nullable String toolVersion,
    @Nullable Running running,
    @Nullable String queries) {

  /** Whose tables they are. */
  public enum Tables {
    /** There are none. */
    ABSENT,
    /** The migration plan template's own. */
    TEMPLATE,
    /** Ours. */
    READY;

    /** The name in reports: lower case. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * How many migrations stand how; each is applied, pending, failed or at work.
   *
   * @param applied baselines and what stands before them included
   * @param pending those that were rolled back included
   * @param failed those that were cut off included
   * @param running at work now
   * @param rollbacks applied ones with a recorded script: the rollbacks that could be run
   * @param rollbacksDiffering those of them whose file has another script now
   * @param forwardOnly applied ones that declare that there is no way back
   * @param noRollback applied ones that have no way back and do not say so
   */
  public record Counts(
      int applied,
      int pending,
      int failed,
      int running,
      int rollbacks,
      int rollbacksDiffering,
      int forwardOnly,
      int noRollback) {}

  /**
   * A row of {@code dbsage_log}.
   *
   * @param at ISO 8601 in UTC, to the second
   */
  public record Action(
      String at,
      String action,
      @Nullable String version,
      String dbUser,
      @Nullable String osUser,
      @Nullable String host,
      @Nullable String reason) {}

  /**
   * Who holds the run lock.
   *
   * @param pid of its session; null where a lease stands for it, and names it in {@code
   *     application}
   * @param since ISO 8601 in UTC, to the second; null where the role may not see it
   */
  public record Running(
      String application,
      @Nullable Integer pid,
      @Nullable String user,
      @Nullable String address,
      @Nullable String since) {}
}
