package io.github.dbsage.app;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.Session;
import io.github.dbsage.history.Actor;
import io.github.dbsage.history.Mending;
import io.github.dbsage.history.Privileges;
import io.github.dbsage.history.RunLock;
import io.github.dbsage.history.SupabaseHistory;
import io.github.dbsage.history.Tables;
import io.github.dbsage.model.DatabaseInfo;
import io.github.dbsage.plan.Project;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A record that nobody else writes to meanwhile: what the goals work on that correct it by hand.
 *
 * @param session the run lock's own; it is never inside a transaction
 */
record Keeping(GoalRun run, DatabaseInfo info, Session session, Tables tables, RunLock lock) {

  /**
   * Connects, waits for the run lock, and works under it.
   *
   * @param goal its name
   * @param writes whether a database that is read-only is refused
   * @param kind {@code dbsage.lock}
   */
  static void of(
      String goal,
      GoalRun run,
      Project project,
      boolean writes,
      Lock kind,
      Consumer<Keeping> work) {
    Tables tables = new Tables(run.schema(project));
    Database database = run.database();
    Session session = database.open();
    run.connected(database, session);
    DatabaseInfo info = database.inspect(session);
    kind.requireOn(database, session);
    if (writes) {
      database.requireWritable(session);
      Privileges.requireWritable(session, tables);
    }
    try (RunLock lock = kind.acquire(goal, run, database, session, tables)) {
      work.accept(new Keeping(run, info, session, tables, lock));
    }
  }

  /** What writes the corrections, in the name of whoever runs the goal. */
  Mending mending(@Nullable String reason) {
    return mending(reason, null);
  }

  /**
   * The same.
   *
   * @param supabase the Supabase CLI's history where that is kept in step, or null
   */
  Mending mending(@Nullable String reason, @Nullable SupabaseHistory supabase) {
    return new Mending(
        tables,
        lock,
        new Actor(
            Applications.osUser(),
            Applications.host(),
            run.context().toolVersion(),
            run.redaction().redactNullable(reason)),
        run.redaction(),
        supabase);
  }
}
