package io.github.dbsage.history;

import io.github.dbsage.db.Literal;
import java.util.ArrayList;
import java.util.List;

/** Queries about the history for whoever sits at psql: names in full, nothing to fill in. */
public final class Queries {

  private Queries() {}

  /**
   * One of them.
   *
   * @param sql without a semicolon
   */
  public record Query(String title, String sql) {}

  /**
   * Those that run on tables of this kind.
   *
   * @param backfills whether {@code migration_progress} is there
   * @param steered whether it has the columns that steer backfills, and their tables are there
   */
  public static List<Query> of(
      Tables tables, Tables.State state, boolean backfills, boolean steered) {
    List<Query> queries = new ArrayList<>();
    if (state != Tables.State.ABSENT) {
      addHistory(queries, tables.migrations());
    }
    if (state == Tables.State.READY) {
      addOurs(queries, tables);
    }
    if (steered) {
      addBackfills(queries, tables);
    } else if (backfills) {
      queries.add(
          new Query(
              "How far backfills are",
              """
              SELECT migration_name, last_processed_id, total_processed, updated_at,
                     age(now(), updated_at) AS time_since_update
                FROM %s
               ORDER BY updated_at DESC"""
                  .formatted(tables.progress())));
    }
    return queries;
  }

  private static void addBackfills(List<Query> queries, Tables tables) {
    queries.add(
        query(
            "How far backfills are",
            """
            SELECT migration_name, status, reason, last_processed_id, total_processed, errors,
                   updated_at, age(now(), updated_at) AS time_since_update
              FROM %s
             ORDER BY updated_at DESC""",
            tables.progress()));
    queries.add(
        query(
            "To pause a backfill on every machine, run what this prints (resume: 'running')",
            """
            SELECT format('UPDATE %%s SET status = %%L WHERE migration_name = %%L',
                          %s::regclass, 'paused', migration_name) AS to_pause
              FROM %s
             WHERE status = 'running'""",
            Literal.of(tables.progress()),
            tables.progress()));
    queries.add(
        query(
            "Rows of backfills that are left because somebody holds them, or the server refuses",
            """
            SELECT job, relation, state, lower_key, sqlstate, error
              FROM %s
             WHERE state IN ('residue', 'poison')
             ORDER BY job, id""",
            tables.extents()));
  }

  /** All of them as a file for {@code psql -f}. */
  public static String file(List<Query> queries) {
    StringBuilder text = new StringBuilder();
    text.append("-- Queries about the migrations of this database, written by dbsage:status.\n");
    text.append("-- Paste one into psql, or run all of them with psql -f.\n");
    text.append("-- They only read.\n");
    for (Query query : queries) {
      text.append("\n-- ").append(query.title()).append('\n').append(query.sql()).append(";\n");
    }
    if (queries.isEmpty()) {
      text.append("\n-- There is no history in this database yet: nothing to ask for.\n");
    }
    return text.toString();
  }

  private static void addHistory(List<Query> queries, String migrations) {
    queries.add(
        query(
            "Applied, in order",
            """
            SELECT version, name, applied_at, applied_by, execution_time_ms, notes
              FROM %s
             WHERE success
             ORDER BY version""",
            migrations));
    queries.add(
        query(
            "Applied last",
            """
            SELECT version, name, applied_at, applied_by, execution_time_ms, notes
              FROM %s
             WHERE success
             ORDER BY applied_at DESC, version DESC
             LIMIT 10""",
            migrations));
    queries.add(
        query(
            "Failed or cut off, with the error",
            """
            SELECT version, name, applied_at, applied_by, notes
              FROM %s
             WHERE NOT success
             ORDER BY applied_at DESC""",
            migrations));
    queries.add(
        query(
            "Took longest",
            """
            SELECT version, name, execution_time_ms, applied_at
              FROM %s
             WHERE success AND execution_time_ms IS NOT NULL
             ORDER BY execution_time_ms DESC, version
             LIMIT 10""",
            migrations));
    queries.add(
        query(
            "Checksums, to compare with those in the files' headers",
            """
            SELECT version, name, checksum, applied_at
              FROM %s
             WHERE success
             ORDER BY version DESC""",
            migrations));
    queries.add(
        query(
            "Rollbacks at hand, the next one first",
            """
            SELECT version, name, applied_at, length(rollback_script) AS rollback_characters
              FROM %s
             WHERE success AND rollback_script IS NOT NULL
             ORDER BY version DESC""",
            migrations));
    queries.add(
        query(
            "Applied without a way back",
            """
            SELECT version, name, applied_at
              FROM %s
             WHERE success AND rollback_script IS NULL
             ORDER BY version DESC""",
            migrations));
    queries.add(
        query(
            "The rollback script of the newest one (\\pset format unaligned shows it as it is)",
            """
            SELECT version, rollback_script
              FROM %s
             WHERE success AND rollback_script IS NOT NULL
             ORDER BY version DESC
             LIMIT 1""",
            migrations));
  }

  private static void addOurs(List<Query> queries, Tables tables) {
    queries.add(
        new Query(
            "Statement by statement: what is not whole yet (below 0: a rollback)",
            """
            SELECT j.version, m.name, j.ordinal, j.state, j.started_at, j.finished_at, j.error
              FROM %s j
              LEFT JOIN %s m ON m.version = j.version
             WHERE j.ordinal < 0 OR (j.ordinal > 0 AND m.success IS NOT TRUE)
             ORDER BY j.version, j.ordinal"""
                .formatted(tables.journal(), tables.migrations())));
    queries.add(
        query(
            "Who did what last",
            """
            SELECT at, action, version, db_user, os_user, host, reason
              FROM %s
             ORDER BY id DESC
             LIMIT 20""",
            tables.log()));
    queries.add(
        new Query(
            "Who is at work now: the session that holds the run lock",
            """
            SELECT l.pid, a.usename, a.application_name, a.client_addr, a.backend_start
              FROM pg_catalog.pg_locks l
              LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
             WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
               AND l.classid = %s::oid AND l.objid = %s::oid
               AND l.database = (SELECT oid FROM pg_catalog.pg_database
                                  WHERE datname = current_database())"""
                .formatted(
                    Literal.of(String.valueOf(SessionLock.CLASS_ID)),
                    Literal.of(String.valueOf(SessionLock.crc32(tables.schema()))))));
  }

  private static Query query(String title, String sql, String... tables) {
    return new Query(title, sql.formatted((Object[]) tables));
  }
}
