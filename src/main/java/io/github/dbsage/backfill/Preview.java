package io.github.dbsage.backfill;

import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.BackfillSpec;
import io.github.dbsage.model.Source;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a backfill would go through a table as it is now. Only looked at: nothing is run but queries
 * and EXPLAIN.
 *
 * @param key what it goes along, for people
 * @param choices how and why, a sentence each
 * @param rows of the table, about
 * @param batchRows the first size of a batch
 * @param passes interleaved ones; 1 for none
 * @param single whether it is one UPDATE of everything
 * @param plan how the rows of a batch would be found, as far as that was seen
 */
public record Preview(
    String key,
    List<String> choices,
    long rows,
    int batchRows,
    int passes,
    boolean single,
    Plan plan) {

  private static final String BEGIN =
      "BEGIN READ ONLY; SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'";

  /** So many pages are a batch in physical order. */
  private static final List<String> SOME_PAGES = List.of("(100,0)");

  public Preview {
    choices = List.copyOf(choices);
  }

  /**
   * How the rows of a batch would be found.
   *
   * @param state whether that is known, and good
   * @param found the node that does it otherwise, or why nothing is known; empty where it is good
   */
  public record Plan(State state, String found) {

    /** What is known. */
    public enum State {
      /** By a range of the key in an index, or of places in the table. */
      RANGE,
      /** Otherwise. */
      SCAN,
      /** There was nothing to look at. */
      UNSEEN
    }
  }

  /**
   * Looks.
   *
   * @param schema of our tables
   * @param open whether the session is in a transaction, which goes on as it was; else there are
   *     read-only ones
   * @throws io.github.dbsage.model.UserError where the backfill cannot be done so
   * @throws ServerFailure where the server does not let us look
   */
  public static Preview of(
      Session session, BackfillSpec spec, Source source, String schema, boolean open) {
    return new Look(session, spec, source, schema, open).look();
  }

  private record Look(
      Session session, BackfillSpec spec, Source source, String schema, boolean open) {

    Preview look() {
      begin();
      Layout layout;
      try {
        layout = Planner.plan(session, spec, source);
      } finally {
        end();
      }
      return new Preview(
          layout.key().shown(),
          layout.choices(),
          layout.expectedRows(),
          layout.batchRows(),
          layout.passes(),
          layout.single(),
          plan(layout));
    }

    private Plan plan(Layout layout) {
      if (layout.single()) {
        return new Plan(Plan.State.RANGE, "");
      }
      if (layout.extents().isEmpty()) {
        return new Plan(Plan.State.UNSEEN, "the table is empty");
      }
      try {
        if (open) {
          begin();
        }
        // Outside of a transaction: one of its questions may be one that the server refuses.
        String needs = Needs.of(session, spec, source);
        if (!open) {
          begin();
        }
        return plan(layout, needs);
      } catch (ServerFailure e) {
        if (e.connectionLost()) {
          throw e;
        }
        return new Plan(Plan.State.UNSEEN, e.text() + " (SQLSTATE " + e.sqlState() + ")");
      } finally {
        end();
      }
    }

    private Plan plan(Layout layout, String needs) {
      Job job =
          new Job(
              spec,
              source,
              new JobTables(schema),
              needs,
              layout.key(),
              layout.passes(),
              layout.batchRows(),
              layout.expectedRows(),
              layout.guard(),
              layout.dense());
      Batches batches = new Batches(job);
      Extent extent = layout.extents().get(0);
      String rows = rows(layout, batches, extent);
      if (layout.passes() > 1) {
        rows = batches.pass(rows, 0, layout.passes());
      }
      SessionSettings.of(spec).forEach((name, value) -> set(name, value));
      if (layout.expectedRows() < Planner.FEW_ROWS) {
        // Of few rows all are read, however they could be found.
        set("enable_seqscan", "off");
      }
      String scan =
          ChunkPlan.scan(
              session, batches.work(extent.relation(), rows), batches.qualifier(), layout.key());
      return scan == null ? new Plan(Plan.State.RANGE, "") : new Plan(Plan.State.SCAN, scan);
    }

    private String rows(Layout layout, Batches batches, Extent extent) {
      if (layout.key().isTid()) {
        return batches.range(extent.lower(), SOME_PAGES, false);
      }
      List<Session.Row> found =
          session.exchange(batches.boundary(extent, extent.lower(), layout.batchRows()));
      List<String> to = found.isEmpty() ? null : TextArray.read(found.get(0).text(1));
      return to == null
          ? batches.rest(extent, extent.lower())
          : batches.range(extent.lower(), to, false);
    }

    private void set(String name, @Nullable String value) {
      if (!name.endsWith("_timeout")) {
        session.send("SET LOCAL " + name + " = " + value);
      }
    }

    private void begin() {
      session.send(open ? "SAVEPOINT dbsage_preview" : BEGIN);
    }

    private void end() {
      session.send(
          open
              ? "ROLLBACK TO SAVEPOINT dbsage_preview; RELEASE SAVEPOINT dbsage_preview"
              : "ROLLBACK");
    }
  }
}
