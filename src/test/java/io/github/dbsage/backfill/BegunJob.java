package io.github.dbsage.backfill;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.Session;
import io.github.dbsage.testing.TestDatabase;

/** A job of which a part is done, without anybody who runs it. */
public final class BegunJob {

  private BegunJob() {}

  /**
   * Writes one that is at 1 of 4 pieces, with 250 rows of about 1,000, one held and one refused.
   */
  public static void write(TestDatabase in, String schema, String job, String version) {
    JobTables tables = new JobTables(schema);
    try (Database database = Database.at(in.target(), "begun job")) {
      Session session = database.open();
      tables.create(session);
      session.update(
          "INSERT INTO "
              + tables.jobs()
              + " (job, version, spec_sha256, relation, key_columns, key_types, passes, batch_rows,"
              + " expected, rate) VALUES (?, ?, repeat('0', 64), 'public.users', '{id}', '{bigint}',"
              + " 1, 100, 1000, 50)",
          job,
          version);
      session.update(
          "INSERT INTO "
              + tables.progress()
              + " (migration_name, total_processed, status) VALUES (?, 250, 'running')",
          job);
      session.update(
          "INSERT INTO "
              + tables.extents()
              + " (job, relation, kind, state, rows_done, rows_seen) VALUES"
              + " (?, 'public.users', 'range', 'done', 250, 250),"
              + " (?, 'public.users', 'range', 'open', 0, 0),"
              + " (?, 'public.users', 'range', 'open', 0, 0),"
              + " (?, 'public.users', 'range', 'open', 0, 0),"
              + " (?, 'public.users', 'row', 'residue', 0, 0),"
              + " (?, 'public.users', 'row', 'poison', 0, 0)",
          job,
          job,
          job,
          job,
          job,
          job);
    }
  }
}
