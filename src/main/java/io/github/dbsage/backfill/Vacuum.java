package io.github.dbsage.backfill;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.Literal;
import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.BackfillSpec.Preset;
import io.github.dbsage.model.UserError;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Vacuums the table beside the workers whenever it has grown by a tenth, so that new versions of
 * rows find the room of old ones; autovacuum comes too late for that.
 */
final class Vacuum implements AutoCloseable {

  private static final double GROWTH = 1.1;

  /** Below, nobody minds. */
  private static final long SMALL = 16L << 20;

  private final Job job;
  private final Database database;
  private final boolean may;
  private final AtomicReference<@Nullable Thread> running = new AtomicReference<>();
  private volatile @Nullable Session session;
  private long size;

  /** Looks how large the table is, and whether the role may vacuum it. */
  Vacuum(Job job, Database database, Session look) {
    this.job = job;
    this.database = database;
    this.size = size(look);
    this.may =
        job.spec().vacuum()
            && look.one(
                """
                SELECT pg_catalog.pg_has_role(c.relowner, 'USAGE')
                  FROM pg_catalog.pg_class c WHERE c.oid = pg_catalog.to_regclass(?)
                """,
                row -> row.flag(1),
                job.spec().table().quoted());
  }

  /** Begins one where it is time for it. */
  void look(Session look) {
    if (!may || running.get() != null) {
      return;
    }
    long now = size(look);
    if (now < SMALL || now < size * GROWTH) {
      return;
    }
    size = now;
    Thread thread = new Thread(this::run, "dbsage-backfill-vacuum");
    thread.setDaemon(true);
    running.set(thread);
    thread.start();
  }

  private void run() {
    try (Session own = database.openOnce()) {
      session = own;
      if (!own.isShared()) {
        own.exchange(
            "SET application_name = "
                + Literal.of(job.application() + "vacuum")
                + "; SET vacuum_cost_delay = "
                + (job.spec().throttle().preset() == Preset.NONE ? "0" : "'1ms'"));
      }
      own.exchange("VACUUM (SKIP_LOCKED, TRUNCATE false) " + job.spec().table().quoted());
    } catch (ServerFailure | UserError e) {
      // Without it the table grows, and the backfill goes on all the same.
    } finally {
      session = null;
      running.set(null);
    }
  }

  private long size(Session look) {
    return TableSize.bytes(look, job.spec().table());
  }

  /** Cancels what runs, and waits for its end. */
  @Override
  public void close() {
    Thread thread = running.get();
    if (thread == null) {
      return;
    }
    Session current = session;
    if (current != null) {
      current.cancel();
    }
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
