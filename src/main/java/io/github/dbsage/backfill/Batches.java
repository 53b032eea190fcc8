package io.github.dbsage.backfill;

import io.github.dbsage.db.Literal;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.BackfillSpec;
import io.github.dbsage.model.QualifiedName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The statements of a job. A batch is one message and one transaction, whose level is READ
 * COMMITTED whatever the database's default: it locks its extent's row, which is the lease, works,
 * and moves the cursor; where the row is not as the worker knew it, nothing happens. Literals, not
 * parameters: the planner sees how small the range is.
 */
final class Batches {

  private final Job job;
  private final String qualifier;
  private final boolean byStatement;

  Batches(Job job) {
    BackfillSpec spec = job.spec();
    this.job = job;
    this.byStatement = spec.statement() != null;
    this.qualifier =
        spec.qualifier() == null ? QualifiedName.quote(spec.table().name()) : spec.qualifier();
  }

  /**
   * What a batch is to do, and where the cursor and the window are behind it.
   *
   * @param seen how many keys it passes, about
   * @param probe a query of one value that is to be answered too, or null
   */
  record Step(
      Claim piece,
      String rows,
      @Nullable List<String> cursor,
      @Nullable List<String> window,
      int pass,
      boolean done,
      long seen,
      int batchRows,
      @Nullable String probe) {}

  /**
   * The rows of a range.
   *
   * @param from inclusive, or null
   * @param to exclusive unless closed, or null
   */
  String range(@Nullable List<String> from, @Nullable List<String> to, boolean closed) {
    List<String> bounds = new ArrayList<>();
    if (from != null) {
      bounds.add(job.key().from(qualifier, from));
    }
    if (to != null) {
      bounds.add(closed ? job.key().upTo(qualifier, to) : job.key().below(qualifier, to));
    }
    return bounds.isEmpty() ? "true" : String.join(" AND ", bounds);
  }

  /** The rows of an extent from somewhere in it. */
  String rest(Extent extent, @Nullable List<String> from) {
    return range(from, extent.upper(), extent.closed());
  }

  String row(List<String> key) {
    return job.key().is(qualifier, key);
  }

  /**
   * The rows of one of the interleaved passes, but for the last one, which takes what is left. A
   * dense key spreads each class evenly over the pages, better than a hash.
   */
  String pass(String rows, int pass, int of) {
    String hash = job.dense() ? job.key().order(qualifier) : job.key().hash(qualifier);
    return rows + " AND (" + hash + " & " + (of - 1) + ") = " + pass;
  }

  /** A batch with the usual patience for locks; answers as below. */
  String batch(Session session, Step step) {
    return batch(session, step, "");
  }

  /** A batch with another patience for locks; answers as below. */
  String batch(Session session, Step step, Duration patience) {
    return batch(session, step, "SET LOCAL lock_timeout = " + SessionSettings.ms(patience) + "; ");
  }

  /**
   * The batch; answers: rows changed or null where the extent was not ours any more, status, probe.
   * A block of PL/pgSQL counts for nothing what RETURNING would carry to a count.
   */
  private String batch(Session session, Step step, String settings) {
    Claim claim = step.piece();
    String block =
        "DECLARE done bigint; BEGIN PERFORM FROM ("
            + claimed(claim)
            + ") c; IF NOT FOUND THEN "
            + reply("'-'")
            + "; RETURN; END IF; EXECUTE "
            + Literal.of(work(claim.extent().relation(), step.rows()))
            + "; GET DIAGNOSTICS done = ROW_COUNT; UPDATE "
            + job.tables().extents()
            + " AS e SET cursor_key = "
            + array(step.cursor())
            + ", window_key = "
            + array(step.window())
            + ", pass = "
            + step.pass()
            + ", steps = e.steps + 1, rows_done = e.rows_done + done, rows_seen = e.rows_seen + "
            + step.seen()
            + (step.done() ? ", state = 'done', owner = NULL" : "")
            + ", batch_rows = "
            + step.batchRows()
            + ", touched_at = pg_catalog.clock_timestamp() WHERE e.id = "
            + claim.id()
            + "; "
            + reply("done::text")
            + "; END";
    return begin(session)
        + settings
        + "DO "
        + quoted(block)
        + "; SELECT NULLIF(pg_catalog.current_setting('dbsage.reply'), '-'), "
        + status()
        + ", "
        + (step.probe() == null ? "NULL" : "(" + step.probe() + ")")
        + end();
  }

  private static String reply(String value) {
    return "PERFORM pg_catalog.set_config('dbsage.reply', " + value + ", true)";
  }

  private static String quoted(String block) {
    String tag = "$dbsage$";
    for (int i = 1; block.contains(tag); i++) {
      tag = "$dbsage" + i + "$";
    }
    return tag + block + tag;
  }

  /**
   * Sets a row aside that somebody holds or that the server refuses; the cursor goes on behind it.
   * Answers: steps now, or nothing where it was not ours any more.
   */
  String aside(
      Session session,
      Claim piece,
      List<String> key,
      @Nullable List<String> cursor,
      boolean done,
      @Nullable String sqlState,
      @Nullable String error) {
    String state = sqlState == null ? "residue" : "poison";
    return begin(session)
        + "WITH claimed AS MATERIALIZED ("
        + claimed(piece)
        + "), noted AS (INSERT INTO "
        + job.tables().extents()
        + " (job, relation, kind, lower_key, state, not_before, sqlstate, error) SELECT "
        + String.join(
            ", ",
            Literal.of(job.name()),
            Literal.of(piece.extent().relation()),
            "'row'",
            array(key),
            "'" + state + "'",
            "pg_catalog.clock_timestamp() + interval '1 second'",
            Literal.of(sqlState),
            Literal.of(error))
        + " FROM claimed) UPDATE "
        + job.tables().extents()
        + " e SET cursor_key = "
        + array(cursor)
        + ", window_key = NULL, pass = 0, steps = e.steps + 1"
        + (done ? ", state = 'done', owner = NULL" : "")
        + ", touched_at = pg_catalog.clock_timestamp() FROM claimed WHERE e.id = claimed.id"
        + " RETURNING e.steps"
        + end();
  }

  /** A row that was set aside stays so, for longer each time or for good. */
  String asideAgain(
      Session session, Claim piece, @Nullable String sqlState, @Nullable String error) {
    return begin(session)
        + "WITH claimed AS MATERIALIZED ("
        + claimed(piece)
        + ") UPDATE "
        + job.tables().extents()
        + " e SET state = "
        + (sqlState == null ? "'residue'" : "'poison'")
        + ", sqlstate = "
        + Literal.of(sqlState)
        + ", error = "
        + Literal.of(error)
        + ", owner = NULL, steps = e.steps + 1, not_before = pg_catalog.clock_timestamp()"
        + " + LEAST(30, e.steps + 1) * interval '1 second' FROM claimed WHERE e.id = claimed.id"
        + " RETURNING e.steps"
        + end();
  }

  /**
   * Takes an extent that nobody works on: free, or its owner's session is gone, or has not touched
   * it for a quarter of a minute. Rows that were set aside come last.
   */
  String claim(Session session, String owner) {
    return begin(session)
        + "UPDATE "
        + job.tables().extents()
        + " e SET owner = "
        + Literal.of(owner)
        + ", pid = "
        + (session.isShared() ? "NULL" : "pg_catalog.pg_backend_pid()")
        + ", touched_at = pg_catalog.clock_timestamp() WHERE e.id = (SELECT x.id FROM "
        + job.tables().extents()
        + " x WHERE x.job = "
        + Literal.of(job.name())
        + " AND x.state IN ('open', 'residue')"
        + " AND (x.not_before IS NULL OR x.not_before <= pg_catalog.clock_timestamp())"
        + " AND (x.owner IS NULL"
        + " OR x.touched_at < pg_catalog.clock_timestamp() - interval '15 seconds'"
        + " OR (x.pid IS NOT NULL AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_activity a"
        + " WHERE a.pid = x.pid AND pg_catalog.starts_with(a.application_name, "
        + Literal.of(job.application())
        + "))))"
        + " AND "
        + status()
        + " = 'running' ORDER BY x.kind, x.id LIMIT 1 FOR UPDATE SKIP LOCKED)"
        + " RETURNING e.id, e.kind = 'row', e.relation, e.closed, e.pass, e.steps,"
        + " COALESCE(e.batch_rows, 0), "
        + "e.lower_key, e.upper_key, e.cursor_key, e.window_key"
        + end();
  }

  /** Gives an extent back. */
  String release(Session session, Claim piece, String owner) {
    return begin(session)
        + "UPDATE "
        + job.tables().extents()
        + " SET owner = NULL WHERE id = "
        + piece.id()
        + " AND owner = "
        + Literal.of(owner)
        + end();
  }

  /**
   * The keys of a range's rows, each once, in order.
   *
   * @param needing only of those that still need it
   */
  String keys(String relation, String rows, boolean needing, int most) {
    return "SELECT "
        + job.key().values(qualifier)
        + " FROM "
        + bare(relation)
        + " AS "
        + qualifier
        + " WHERE "
        + rows
        + (needing ? " AND " + job.needs() : "")
        + " GROUP BY "
        + job.key().order(qualifier)
        + " ORDER BY "
        + job.key().order(qualifier)
        + " LIMIT "
        + most;
  }

  /**
   * A query of one value: the key that stands so many rows behind another one, as an array; nothing
   * where the extent ends before.
   */
  String boundary(Extent extent, @Nullable List<String> from, long rows) {
    String behind = from == null ? "true" : job.key().after(qualifier, from);
    return "SELECT "
        + job.key().values(qualifier)
        + " FROM "
        + bare(extent.relation())
        + " AS "
        + qualifier
        + " WHERE "
        + behind
        + " AND "
        + rest(extent, null)
        + " ORDER BY "
        + job.key().order(qualifier)
        + " OFFSET "
        + (rows - 1)
        + " LIMIT 1";
  }

  /** A query of one value: where a relation ends in physical order. */
  String size(String relation) {
    String table = bare(relation).replaceFirst("^ONLY ", "");
    return "SELECT '(' || pg_catalog.pg_relation_size("
        + Literal.of(table)
        + "::pg_catalog.regclass) / pg_catalog.current_setting('block_size')::bigint || ',0)'";
  }

  /** What columns are qualified with. */
  String qualifier() {
    return qualifier;
  }

  /** A relation without its alias. */
  String bare(String relation) {
    String alias = job.alias();
    return relation.endsWith(alias)
        ? relation.substring(0, relation.length() - alias.length())
        : relation;
  }

  private String status() {
    return "(SELECT p.status FROM "
        + job.tables().progress()
        + " p WHERE p.migration_name = "
        + Literal.of(job.name())
        + ")";
  }

  private String claimed(Claim piece) {
    return "SELECT e.id FROM "
        + job.tables().extents()
        + " e WHERE e.id = "
        + piece.id()
        + " AND e.steps = "
        + piece.steps()
        + " AND e.state IN ('open', 'residue') AND "
        + status()
        + " = 'running' FOR UPDATE OF e SKIP LOCKED";
  }

  /** The statement over some rows, by itself. */
  String work(String relation, String rows) {
    BackfillSpec spec = job.spec();
    if (byStatement) {
      return Chunk.into(String.valueOf(spec.statement()), "(" + rows + ")");
    }
    return "UPDATE "
        + relation
        + " SET "
        + spec.set().entrySet().stream()
            .map(set -> QualifiedName.quote(set.getKey()) + " = (" + set.getValue() + "\n)")
            .collect(Collectors.joining(", "))
        + " WHERE "
        + rows
        + " AND "
        + job.needs();
  }

  private String begin(Session session) {
    StringBuilder text = new StringBuilder("BEGIN ISOLATION LEVEL READ COMMITTED; ");
    session.entering().forEach(statement -> text.append(statement).append("; "));
    if (session.isShared()) {
      text.append("SET LOCAL application_name = ")
          .append(Literal.of(job.application() + "pooled"))
          .append("; ");
      SessionSettings.of(job.spec())
          .forEach((name, value) -> text.append("SET LOCAL " + name + " = " + value + "; "));
    }
    return text.toString();
  }

  private static String end() {
    return "; COMMIT";
  }

  static String array(@Nullable List<String> values) {
    return values == null
        ? "NULL"
        : values.stream().map(Literal::of).collect(Collectors.joining(", ", "ARRAY[", "]::text[]"));
  }
}
