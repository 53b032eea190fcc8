package io.github.dbsage.run;

import io.github.dbsage.db.Session;
import io.github.dbsage.history.Journal;
import io.github.dbsage.history.Undoing;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.model.Version;
import io.github.dbsage.sql.Migration;
import io.github.dbsage.sql.RollbackScript;
import java.io.IOException;
import java.util.List;

/** The way back from an applied migration: its row stays until all of the script has run. */
record Backwards(Undo undo, Undoing undoing, Journal journal, LossGuard guard) implements Course {

  @Override
  public SqlStep step() {
    return undo.script();
  }

  @Override
  public boolean back() {
    return true;
  }

  @Override
  public String title() {
    return "the rollback of " + step().title();
  }

  @Override
  public Migration open() throws IOException {
    return RollbackScript.open(step().source(), version(), Cursor.placeholders(step()));
  }

  @Override
  public List<String> recording() {
    return undoing.recording(version(), undo.checksum());
  }

  @Override
  public void begin(Session record) {
    // The journal's first line says it.
  }

  @Override
  public void finish(Session record, long elapsedMs) {
    undoing.finish(record, version(), undo.checksum());
  }

  @Override
  public void fail(Session record, String error, long elapsedMs) {
    undoing.fail(record, version(), undo.checksum(), error);
  }

  @Override
  public boolean isRecorded(Session session) {
    return undoing.isUndone(session, version());
  }

  @Override
  public StepReport.State ended(boolean resumed) {
    return StepReport.State.ROLLED_BACK;
  }

  private Version version() {
    return step().version();
  }
}
