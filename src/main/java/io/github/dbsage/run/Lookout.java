package io.github.dbsage.run;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.Redaction;
import io.github.dbsage.model.UserError;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks from a second session at what another one waits for, and how far it has come. Connects when
 * it is first asked, and never again after a failure. For one thread, but for {@link #close}.
 */
final class Lookout implements AutoCloseable {

  /** To look takes no lock that anybody minds; but who looks must not hang, either. */
  private static final String LIMITS = "SET statement_timeout = 3000; SET lock_timeout = 500";

  private static final String QUERY_CANCELED = "57014";
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private static final String IS_BLOCKED =
      """
      SELECT EXISTS (SELECT FROM pg_catalog.pg_stat_activity
                      WHERE pid = ? AND wait_event_type = 'Lock')
      """;

  private static final String PROGRESS =
      """
      SELECT p.what || coalesce(' on ' || n.nspname || '.' || c.relname, ''),
             p.phase, p.done, p.total, p.unit
        FROM (SELECT pid, relid, command AS what, phase,
                     CASE WHEN phase LIKE 'waiting%' THEN lockers_done
                          WHEN tuples_total > 0 AND blocks_done >= blocks_total THEN tuples_done
                          ELSE blocks_done END AS done,
                     CASE WHEN phase LIKE 'waiting%' THEN lockers_total
                          WHEN tuples_total > 0 AND blocks_done >= blocks_total THEN tuples_total
                          ELSE blocks_total END AS total,
                     CASE WHEN phase LIKE 'waiting%' THEN 'transactions'
                          WHEN tuples_total > 0 AND blocks_done >= blocks_total THEN 'rows'
                          ELSE 'blocks' END AS unit
                FROM pg_catalog.pg_stat_progress_create_index
              UNION ALL
              SELECT pid, relid, 'VACUUM', phase, heap_blks_scanned, heap_blks_total, 'blocks'
                FROM pg_catalog.pg_stat_progress_vacuum
              UNION ALL
              SELECT pid, relid, command, phase, heap_blks_scanned, heap_blks_total, 'blocks'
                FROM pg_catalog.pg_stat_progress_cluster
              UNION ALL
              SELECT pid, relid, 'ANALYZE', phase, sample_blks_scanned, sample_blks_total, 'blocks'
                FROM pg_catalog.pg_stat_progress_analyze
              UNION ALL
              SELECT pid, relid, 'COPY', 'copying', tuples_processed, 0, 'rows'
                FROM pg_catalog.pg_stat_progress_copy) p
        LEFT JOIN pg_catalog.pg_class c ON c.oid = p.relid
        LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE p.pid = ?
       LIMIT 1
      """;

  private final Database database;
  private final Redaction redaction;
  private volatile @Nullable Session session;
  private volatile boolean closed;
  private boolean blind;
  private @Nullable String untold;

  Lookout(Database database, Redaction redaction) {
    this.database = database;
    this.redaction = redaction;
  }

  /** What the backend waits for; null where it waits for nobody, or that cannot be seen. */
  @Nullable LockWait wait(int pid) {
    return look(
        from ->
            from.one(IS_BLOCKED, row -> row.flag(1), pid)
                ? LockWait.of(from, pid, redaction)
                : null);
  }

  /** Those who wait because of the backend, those behind them too. */
  List<Queued> queue(int pid) {
    List<Queued> found = look(from -> Queued.behind(from, pid, redaction));
    return found == null ? List.of() : found;
  }

  /** How far the backend has come with a command that tells; else null. */
  Event.@Nullable Progress progress(int pid) {
    return look(
        from -> {
          List<Event.Progress> found =
              from.query(
                  PROGRESS,
                  row ->
                      new Event.Progress(
                          row.string(1),
                          row.string(2),
                          row.number(3),
                          row.number(4),
                          row.string(5)),
                  pid);
          return found.isEmpty() ? null : found.get(0);
        });
  }

  /** Why nothing can be seen any more: told once, else null. */
  @Nullable String blindness() {
    String why = untold;
    untold = null;
    return why;
  }

  /** From any thread; a session that is being opened meanwhile is closed by whoever opens it. */
  @Override
  public void close() {
    closed = true;
    Session open = session;
    if (open != null) {
      open.close();
    }
  }

  private <T> @Nullable T look(Function<Session, @Nullable T> question) {
    if (blind) {
      return null;
    }
    try {
      Session from = session;
      if (from == null) {
        from = database.open();
        session = from;
        if (closed) {
          from.close();
          return null;
        }
        from.send(LIMITS);
      }
      return question.apply(from);
    } catch (ServerFailure e) {
      // Too slow this time; the next look may be faster.
      if (!e.is(QUERY_CANCELED) && !e.is(LOCK_NOT_AVAILABLE)) {
        giveUp(e.text());
      }
    } catch (UserError e) {
      giveUp(e.problem().what());
    }
    return null;
  }

  private void giveUp(String why) {
    blind = true;
    untold = redaction.redact(why);
    close();
  }
}
