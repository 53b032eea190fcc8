package io.github.dbsage.run;

import io.github.dbsage.db.Session;
import io.github.dbsage.history.Journal;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.model.UserError;
import io.github.dbsage.sql.Migration;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is run of a migration, its file or the way back, and what the record says of it then. */
interface Course {

  /** What is run, under the migration's version and name. */
  SqlStep step();

  /** Whether it is the way back. */
  boolean back();

  /** What people call it. */
  String title();

  /**
   * Opens what is run.
   *
   * @throws IOException when it cannot be read
   */
  Migration open() throws IOException;

  /** Where it notes how far it is when it is not one transaction. */
  Journal journal();

  /** What keeps it from taking data away, or null where it is let do so. */
  @Nullable LossGuard guard();

  /** The statements that record its end within its own transaction. */
  List<String> recording();

  /**
   * Records, before its first segment, that it runs.
   *
   * @throws UserError when the run lock is gone
   */
  void begin(Session record);

  /**
   * Records that all of its segments ran.
   *
   * @throws UserError when the run lock is gone
   */
  void finish(Session record, long elapsedMs);

  /**
   * Records that it failed.
   *
   * @throws UserError when the run lock is gone
   */
  void fail(Session record, String error, long elapsedMs);

  /** Whether the record says that it went through. */
  boolean isRecorded(Session session);

  /** What became of it when it went through. */
  StepReport.State ended(boolean resumed);
}
