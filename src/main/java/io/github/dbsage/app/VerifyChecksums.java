package io.github.dbsage.app;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.Session;
import io.github.dbsage.history.Entry;
import io.github.dbsage.history.Tables;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.Severity;
import io.github.dbsage.plan.Project;
import java.util.List;

/**
 * The goal {@code verify-checksums}: compares files with their headers and, where a database is
 * named, with what it recorded.
 */
public final class VerifyChecksums {

  private VerifyChecksums() {}

  /** Runs the goal. */
  public static Outcome run(Context context, Judgement judgement) {
    return GoalRun.of("verify-checksums", context, judgement, VerifyChecksums::work);
  }

  private static void work(GoalRun run) {
    Project project = run.project();
    if (!run.hasDatabase()) {
      run.listener()
          .on(
              new Event.Remark(
                  "Files compared with their headers: "
                      + project.steps().size()
                      + "; no database was named, so none was compared with its record"));
      return;
    }
    Database database = run.database();
    Session session = database.open();
    run.connected(database, session);
    List<Entry> entries = Recorded.entries(session, new Tables(run.schema(project)));
    Drift drift = new Drift(project, entries);
    run.compared(drift.report(), null);
    drift.changed().forEach(run::add);
    drift.missing(Severity.ERROR).forEach(run::add);
    drift.outOfOrder(Severity.WARNING).forEach(run::add);
    long compared = entries.stream().filter(e -> e.success() && !e.isBaseline()).count();
    long covered = project.steps().stream().filter(s -> drift.isCovered(s.version())).count();
    long pending = project.steps().stream().filter(s -> !drift.isApplied(s.version())).count();
    run.listener()
        .on(
            new Event.Remark(
                "Applied migrations compared with their files: "
                    + compared
                    + "; pending: "
                    + pending
                    + (covered == 0 ? "" : "; below the baseline, so not compared: " + covered)));
  }
}
