package io.github.dbsage.run;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.Session;
import io.github.dbsage.history.History;
import io.github.dbsage.history.Journal;
import io.github.dbsage.model.Listener;
import io.github.dbsage.model.LockMeeting;
import io.github.dbsage.model.Redaction;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.Version;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Brings migrations to a database, one after another: each in one transaction with its history row,
 * or, where a statement forbids that, in journalled segments. A failure is recorded. Not
 * thread-safe.
 */
public final class Applier implements AutoCloseable {

  private final History history;
  private final Journal journal;
  private final Map<Version, SortedMap<Integer, Journal.Line>> unfinished;
  private final Engine engine;

  /**
   * Opens the session that migrations run in.
   *
   * @param record the run lock's session: the bookkeeping that stands outside of migrations goes
   *     through it, so that it ends with the lock
   * @param redaction applied to errors before they are written into a table
   */
  public Applier(
      Database database,
      Session record,
      History history,
      Journal journal,
      Settings settings,
      Redaction redaction,
      Listener listener) {
    this.history = history;
    this.journal = journal;
    this.unfinished = journal.unfinished(record);
    this.engine = new Engine(database, record, history, settings, redaction, listener);
  }

  /**
   * Applies one migration.
   *
   * @param number from 1 within this run
   * @param failedBefore whether the history has a row of a failed attempt
   * @param coming the steps behind it, to be read meanwhile
   */
  public StepOutcome apply(
      SqlStep step, int number, int of, boolean failedBefore, List<SqlStep> coming) {
    return engine.run(
        new Forwards(step, history, journal, failedBefore),
        number,
        of,
        unfinished.getOrDefault(step.version(), Collections.emptySortedMap()),
        coming);
  }

  /**
   * Has failures looked at by somebody else, before they are told and recorded.
   *
   * @return itself
   */
  public Applier advised(Advice by) {
    engine.advised(by);
    return this;
  }

  /** Who met whom at a lock, over all that was applied; of many meetings the longest. */
  public List<LockMeeting> meetings() {
    return engine.meetings().longest();
  }

  /** How many meetings were seen beside those. */
  public int meetingsLeftOut() {
    return engine.meetings().leftOut();
  }

  @Override
  public void close() {
    engine.close();
  }
}
