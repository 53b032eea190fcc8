package io.github.dbsage.run;

import io.github.dbsage.db.Session;
import io.github.dbsage.history.History;
import io.github.dbsage.history.Journal;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.sql.Migration;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A migration's file, which is applied.
 *
 * @param failedBefore whether the history has a row of a failed attempt
 */
record Forwards(SqlStep step, History history, Journal journal, boolean failedBefore)
    implements Course {

  @Override
  public boolean back() {
    return false;
  }

  @Override
  public String title() {
    return step.title();
  }

  @Override
  public Migration open() throws IOException {
    return Cursor.migration(step);
  }

  @Override
  public @Nullable LossGuard guard() {
    return null;
  }

  @Override
  public List<String> recording() {
    return history.recording(step, failedBefore);
  }

  @Override
  public void begin(Session record) {
    history.begin(record, step);
  }

  @Override
  public void finish(Session record, long elapsedMs) {
    history.finish(record, step, elapsedMs);
  }

  @Override
  public void fail(Session record, String error, long elapsedMs) {
    history.fail(record, step, error, elapsedMs);
  }

  @Override
  public boolean isRecorded(Session session) {
    return history.isApplied(session, step.version());
  }

  @Override
  public StepReport.State ended(boolean resumed) {
    return resumed ? StepReport.State.RESUMED : StepReport.State.APPLIED;
  }
}
