package io.github.dbsage.backfill;

import io.github.dbsage.db.Literal;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.BackfillSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tries a backfill on a database of our own, which nobody else uses. */
public final class Trial {

  private Trial() {}

  /**
   * A specification as it is tried: in batches, for the sake of those who have many rows, and with
   * nothing that holds it back.
   *
   * @param batchRows rows of a batch, so that few rows make several; null to leave it as it is
   */
  public static BackfillSpec of(BackfillSpec spec, @Nullable Integer batchRows) {
    return new BackfillSpec(
        spec.name(),
        spec.table(),
        spec.set(),
        spec.statement(),
        spec.qualifier(),
        spec.where(),
        spec.key(),
        spec.mode() == BackfillSpec.Mode.SINGLE ? spec.mode() : BackfillSpec.Mode.BATCHED,
        batchRows == null ? spec.batchRows() : batchRows,
        spec.target(),
        spec.workers(),
        spec.idempotent(),
        spec.asyncCommit(),
        spec.passes(),
        false,
        new BackfillSpec.Throttling(BackfillSpec.Preset.NONE, null, null, null),
        spec.lockTimeout(),
        spec.poisonLimit(),
        spec.verify(),
        spec.rollback(),
        spec.hash(),
        spec.places());
  }

  /** Takes a job's rows out of our tables, as if it had never run. */
  public static void forget(Session session, String schema, String job) {
    JobTables tables = new JobTables(schema);
    for (String owned : List.of(tables.extents(), tables.jobs())) {
      session.send("DELETE FROM " + owned + " WHERE job = " + Literal.of(job));
    }
    session.send("DELETE FROM " + tables.progress() + " WHERE migration_name = " + Literal.of(job));
  }
}
