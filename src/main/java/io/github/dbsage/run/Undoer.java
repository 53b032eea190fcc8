package io.github.dbsage.run;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.Session;
import io.github.dbsage.history.History;
import io.github.dbsage.history.Journal;
import io.github.dbsage.history.Undoing;
import io.github.dbsage.model.Listener;
import io.github.dbsage.model.Redaction;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.Version;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Undoes migrations, one after another: each script in one transaction with what it takes out of
 * the record, or, where a statement forbids that, in journalled segments. Data are lost only where
 * they are named. A failure is recorded. Not thread-safe.
 */
public final class Undoer implements AutoCloseable {

  private final Session record;
  private final Undoing undoing;
  private final Journal journal;
  private final Settings settings;
  private final LossAllowance allowance;
  private final Map<Version, SortedMap<Integer, Journal.Line>> unfinished;
  private final Engine engine;

  /**
   * Opens the session that scripts run in.
   *
   * @param record the run lock's session
   * @param journal of the migrations
   * @param redaction applied to errors before they are written into a table
   */
  public Undoer(
      Database database,
      Session record,
      History history,
      Undoing undoing,
      Journal journal,
      Settings settings,
      LossAllowance allowance,
      Redaction redaction,
      Listener listener) {
    this.record = record;
    this.undoing = undoing;
    this.journal = journal.back();
    this.settings = settings;
    this.allowance = allowance;
    this.unfinished = this.journal.unfinished(record);
    this.engine = new Engine(database, record, history, settings, redaction, listener);
  }

  /**
   * Undoes one version.
   *
   * @param number from 1 within this run
   */
  public StepOutcome undo(Undo undo, int number, int of) {
    SqlStep script = undo.script();
    LossGuard guard = new LossGuard(record, script, allowance, settings);
    return engine.run(
        new Backwards(undo, undoing, journal, guard),
        number,
        of,
        unfinished.getOrDefault(script.version(), Collections.emptySortedMap()),
        List.of());
  }

  @Override
  public void close() {
    engine.close();
  }
}
