package io.github.dbsage.history;

import io.github.dbsage.db.Session;
import io.github.dbsage.history.Log.Line;
import io.github.dbsage.model.Checksum;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a database remembers of its migrations, as of one moment.
 *
 * @param entries the rows, in version order
 * @param rollbacks the SHA-256 of recorded rollback scripts
 * @param done how many statements of migrations that are not whole the journal calls done
 * @param rollbacksDone the same of rollbacks that are not whole
 * @param corrections what was done last to versions, where that is no attempt to apply them
 * @param last the newest row of the log, or null
 * @param logHidden whether there is a log that the role may not read
 * @param runner who holds the run lock, or null
 * @param standby whether the server is one: no locks of the primary can be seen there
 * @param backfills whether {@code migration_progress} can be read
 * @param occupied who else has the database in hand, where we have no row; or null
 * @param supabase the names in the Supabase CLI's history by version; null where there is none that
 *     can be read
 */
public record Ledger(
    Tables.State state,
    List<Entry> entries,
    Map<Version, Checksum> rollbacks,
    Map<Version, Integer> done,
    Map<Version, Integer> rollbacksDone,
    Map<Version, Line> corrections,
    @Nullable Line last,
    boolean logHidden,
    @Nullable Runner runner,
    boolean standby,
    boolean backfills,
    @Nullable Problem occupied,
    @Nullable SortedMap<String, String> supabase) {

  public Ledger {
    entries = List.copyOf(entries);
    rollbacks = Map.copyOf(rollbacks);
    done = Map.copyOf(done);
    rollbacksDone = Map.copyOf(rollbacksDone);
    corrections = Map.copyOf(corrections);
  }

  /**
   * Reads it in one read-only transaction, so that a run that goes on meanwhile cannot be seen half
   * done, and nothing can be written.
   *
   * @param session to be closed by the caller, a failure leaves its transaction open
   * @param before a version before all files, for the command that adopts
   * @throws UserError when the tables are not ours, or of a newer format
   */
  public static Ledger read(Session session, Tables tables, Version before) {
    return read(session, tables, before, false);
  }

  /**
   * The same where the Supabase CLI's history may be kept by ourselves.
   *
   * @param keeps whether it is
   * @throws UserError when the tables are not ours, or of a newer format
   */
  public static Ledger read(Session session, Tables tables, Version before, boolean keeps) {
    session.send("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    Tables.State state = tables.inspect(session);
    boolean ready = state == Tables.State.READY;
    boolean log = ready && tables.hasReadableLog(session);
    List<Entry> entries = History.read(session, tables, state);
    boolean unfinished = entries.stream().anyMatch(entry -> !entry.success());
    Ledger ledger =
        new Ledger(
            state,
            entries,
            History.rollbacks(session, tables, state),
            ready && unfinished ? Progress.of(session, tables) : Map.of(),
            ready ? Progress.back(session, tables) : Map.of(),
            log ? Log.corrections(session, tables) : Map.of(),
            log ? Log.newest(session, tables) : null,
            ready && !log,
            Runner.atWork(session, tables),
            session.one("SELECT pg_catalog.pg_is_in_recovery()", row -> row.flag(1)),
            tables.hasReadableProgress(session),
            entries.isEmpty() ? Occupancy.look(session, tables, before, keeps) : null,
            SupabaseHistory.read(session));
    session.send("COMMIT");
    return ledger;
  }
}
