package io.github.dbsage.backfill;

import io.github.dbsage.db.Literal;
import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.BackfillReport;
import io.github.dbsage.model.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a job's rows say, and how they are written outside of batches. */
final class JobRows {

  /** Of rows that are refused, at most so many are told. */
  private static final int TOLD = 100;

  private static final int EXTENTS_AT_ONCE = 500;

  private final JobTables tables;
  private final String job;
  private final String name;

  JobRows(JobTables tables, String job) {
    this.tables = tables;
    this.job = job;
    this.name = Literal.of(job);
  }

  /** The row of a job that is there. */
  record Begun(
      String version,
      String hash,
      Key key,
      int passes,
      int batchRows,
      long expected,
      @Nullable String guard,
      String needs,
      boolean dense,
      double rowsPerBlock) {}

  /** How far it is. */
  record Standing(
      String status,
      @Nullable String reason,
      long rows,
      long seen,
      long batches,
      long open,
      long residue,
      long poisoned,
      @Nullable Integer workers,
      @Nullable String throttle,
      int sweeps) {

    /** Whether nothing is left to be worked on. */
    boolean isThrough() {
      return open == 0 && residue == 0;
    }
  }

  @Nullable Begun find(Session session) {
    List<Begun> found =
        session.query(
            """
            SELECT b.version, b.spec_sha256, b.key_columns, b.key_types, b.passes, b.batch_rows,
                   b.expected, b.guard, b.needs, b.dense, b.rows_per_block
              FROM %s b WHERE b.job = ?
            """
                .formatted(tables.jobs()),
            row ->
                new Begun(
                    row.string(1),
                    row.string(2),
                    key(row.string(3), row.string(4)),
                    (int) row.number(5),
                    (int) row.number(6),
                    row.number(7),
                    row.text(8),
                    row.string(9),
                    row.flag(10),
                    Double.parseDouble(row.string(11))),
            job);
    return found.isEmpty() ? null : found.get(0);
  }

  private static Key key(String columns, String types) {
    List<String> names = TextArray.elements(columns);
    List<String> its = TextArray.elements(types);
    if (names.isEmpty()) {
      return Key.TID;
    }
    List<Column> key = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      key.add(new Column(names.get(i), its.get(i)));
    }
    return new Key(key);
  }

  /** Writes a new job with its extents, all or nothing; nothing where another runner was faster. */
  void create(
      Session session,
      Version version,
      String hash,
      Layout layout,
      String table,
      String needs,
      double rowsPerBlock) {
    List<Column> columns = layout.key().isTid() ? List.of() : layout.key().columns();
    StringBuilder text = new StringBuilder("BEGIN; ");
    session.entering().forEach(statement -> text.append(statement).append("; "));
    text.append(
        "INSERT INTO %s (job, version, spec_sha256, relation, key_columns, key_types, passes, batch_rows, expected, guard, needs, dense, rows_per_block) VALUES (%s)"
            .formatted(
                tables.jobs(),
                String.join(
                    ", ",
                    name,
                    Literal.of(version.digits()),
                    Literal.of(hash),
                    Literal.of(table),
                    Batches.array(columns.stream().map(Column::name).toList()),
                    Batches.array(columns.stream().map(Column::type).toList()),
                    String.valueOf(layout.passes()),
                    String.valueOf(layout.batchRows()),
                    String.valueOf(layout.expectedRows()),
                    Literal.of(layout.guard()),
                    Literal.of(needs),
                    String.valueOf(layout.dense()),
                    String.valueOf(rowsPerBlock))));
    for (int from = 0; from < layout.extents().size(); from += EXTENTS_AT_ONCE) {
      int to = Math.min(layout.extents().size(), from + EXTENTS_AT_ONCE);
      text.append("; INSERT INTO ")
          .append(tables.extents())
          .append(" (job, relation, kind, lower_key, upper_key, closed) VALUES ")
          .append(
              layout.extents().subList(from, to).stream()
                  .map(this::values)
                  .collect(Collectors.joining(", ")));
    }
    text.append("; ").append(progressRow()).append("; COMMIT");
    try {
      session.send(text.toString());
    } catch (ServerFailure e) {
      if (!e.is("23505")) {
        throw e;
      }
      session.send("ROLLBACK");
    }
  }

  private String values(Extent extent) {
    return "("
        + String.join(
            ", ",
            name,
            Literal.of(extent.relation()),
            "'range'",
            Batches.array(extent.lower()),
            Batches.array(extent.upper()),
            String.valueOf(extent.closed()))
        + ")";
  }

  private String progressRow() {
    return "INSERT INTO "
        + tables.progress()
        + " AS p (migration_name, total_processed, status) VALUES ("
        + name
        + ", 0, 'running') ON CONFLICT (migration_name) DO UPDATE SET last_processed_id = NULL,"
        + " total_processed = 0, errors = 0, reason = NULL, status = 'running',"
        + " started_at = pg_catalog.now(), updated_at = pg_catalog.now()";
  }

  /** Lets a job that failed go on; rows that were refused are tried again. */
  void retry(Session session) {
    session.send(
        "BEGIN; UPDATE "
            + tables.progress()
            + " SET status = 'running', reason = NULL, updated_at = pg_catalog.clock_timestamp()"
            + " WHERE migration_name = "
            + name
            + " AND status IN ('failed', 'done'); UPDATE "
            + tables.extents()
            + " SET state = 'residue', sqlstate = NULL, error = NULL, not_before = NULL,"
            + " steps = steps + 1 WHERE job = "
            + name
            + " AND state = 'poison'; COMMIT");
  }

  Standing standing(Session session) {
    return session.one(
        """
        SELECT COALESCE(p.status, 'cancelled'), p.reason, e.rows, e.seen, e.steps,
               e.open, e.residue, e.poison, b.workers, b.throttle, COALESCE(b.sweeps, 0)
          FROM (SELECT COALESCE(pg_catalog.sum(x.rows_done), 0) AS rows,
                       COALESCE(pg_catalog.sum(x.rows_seen), 0) AS seen,
                       COALESCE(pg_catalog.sum(x.steps), 0) AS steps,
                       pg_catalog.count(*) FILTER (WHERE x.state = 'open') AS open,
                       pg_catalog.count(*) FILTER (WHERE x.state = 'residue') AS residue,
                       pg_catalog.count(*) FILTER (WHERE x.state = 'poison') AS poison
                  FROM %s x WHERE x.job = ?) e
          LEFT JOIN %s b ON b.job = ?
          LEFT JOIN %s p ON p.migration_name = ?
        """
            .formatted(tables.extents(), tables.jobs(), tables.progress()),
        row ->
            new Standing(
                row.string(1),
                row.text(2),
                row.number(3),
                row.number(4),
                row.number(5),
                row.number(6),
                row.number(7),
                row.number(8),
                row.text(9) == null ? null : (int) row.number(9),
                row.text(10),
                (int) row.number(11)),
        job,
        job,
        job);
  }

  /** Rows that the server refuses, the first ones. */
  List<BackfillReport.Poison> poison(Session session, Key key) {
    return session.query(
        "SELECT lower_key, sqlstate, error FROM %s WHERE job = ? AND state = 'poison' ORDER BY id LIMIT %d"
            .formatted(tables.extents(), TOLD),
        row ->
            new BackfillReport.Poison(
                shown(key, TextArray.elements(row.string(1))), row.string(2), row.string(3)),
        job);
  }

  /** Rows that somebody holds, the first ones. */
  List<String> residue(Session session, Key key) {
    return session.query(
        "SELECT lower_key FROM %s WHERE job = ? AND state = 'residue' ORDER BY id LIMIT 10"
            .formatted(tables.extents()),
        row -> shown(key, TextArray.elements(row.string(1))),
        job);
  }

  /** {@code id = 4711}. */
  static String shown(Key key, List<String> values) {
    if (key.isTid()) {
      return "ctid = " + values.get(0);
    }
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      parts.add(key.columns().get(i).name() + " = " + values.get(i));
    }
    return String.join(", ", parts);
  }

  /**
   * Keeps the row that people watch true; of several runners about one a second writes it, and none
   * waits for somebody who holds the row.
   *
   * @param whole whether it is the last time, which is worth waiting for
   */
  void report(Session session, long rate, boolean whole, boolean integer) {
    session.send(
        """
        UPDATE %1$s p SET total_processed = e.rows, errors = e.poison, last_processed_id = e.last,
               updated_at = pg_catalog.clock_timestamp()
          FROM (SELECT COALESCE(pg_catalog.sum(x.rows_done), 0) AS rows,
                       pg_catalog.count(*) FILTER (WHERE x.state = 'poison') AS poison,
                       %5$s AS last
                  FROM %2$s x WHERE x.job = %3$s) e
         WHERE p.migration_name = %3$s
           AND (%4$s OR EXISTS (
             SELECT FROM %1$s q WHERE q.migration_name = %3$s
                AND q.updated_at < pg_catalog.clock_timestamp() - interval '900 milliseconds'
                FOR UPDATE SKIP LOCKED))
        """
            .formatted(
                tables.progress(), tables.extents(), name, whole, integer ? LAST : "NULL::bigint"));
    session.send(
        "UPDATE %s SET rate = %d WHERE job = %s AND rate <> %d"
            .formatted(tables.jobs(), rate, name, rate));
  }

  /** The key below which nothing is left: one before the least that is. */
  private static final String LAST =
      """
      CASE WHEN pg_catalog.count(*) FILTER (WHERE x.state <> 'done') = 0
           THEN pg_catalog.max(x.upper_key[1]::bigint) FILTER (WHERE x.kind = 'range')
           WHEN pg_catalog.count(*) FILTER (
                  WHERE x.state <> 'done' AND COALESCE(x.cursor_key, x.lower_key) IS NULL) = 0
           THEN pg_catalog.min((COALESCE(x.cursor_key, x.lower_key))[1]::bigint)
                  FILTER (WHERE x.state <> 'done') - 1 END""";

  /** Sets the status, where it is still running. */
  void end(Session session, String status, @Nullable String reason) {
    session.update(
        "UPDATE "
            + tables.progress()
            + " SET status = ?, reason = "
            + Literal.of(reason)
            + ", updated_at = pg_catalog.clock_timestamp()"
            + " WHERE migration_name = ? AND status = 'running'",
        status,
        job);
  }

  /**
   * Opens every range once more, beyond the table's old end too; one of several runners does it.
   *
   * @param sweeps how often it was done before, as far as this runner knows
   * @param alias what stands behind the table in an extent's relation
   */
  void sweep(Session session, int sweeps, boolean tid, String alias) {
    session.send(
        """
        BEGIN;
        WITH mine AS (UPDATE %1$s SET sweeps = sweeps + 1 WHERE job = %3$s AND sweeps = %4$d RETURNING job)
        UPDATE %2$s x SET state = 'open', cursor_key = NULL, window_key = NULL, pass = 0,
               owner = NULL, batch_rows = NULL, steps = x.steps + 1,
               upper_key = CASE WHEN %5$s THEN %6$s ELSE x.upper_key END, closed = false
          FROM mine WHERE x.job = mine.job AND x.kind = 'range';
        COMMIT
        """
            .formatted(
                tables.jobs(),
                tables.extents(),
                name,
                sweeps,
                tid
                    ? "x.id IN (SELECT pg_catalog.max(y.id) FROM "
                        + tables.extents()
                        + " y WHERE y.job = "
                        + name
                        + " AND y.kind = 'range' GROUP BY y.relation)"
                    : "x.closed",
                tid ? SIZE.formatted(alias.length()) : "NULL"));
  }

  /** The table's end in physical order. */
  private static final String SIZE =
      """
      ARRAY['(' || pg_catalog.pg_relation_size(pg_catalog.regexp_replace(
        pg_catalog.left(x.relation, -%d), '^ONLY ', '')::pg_catalog.regclass)
        / pg_catalog.current_setting('block_size')::bigint || ',0)']""";
}
