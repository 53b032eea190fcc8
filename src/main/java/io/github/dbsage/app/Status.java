package io.github.dbsage.app;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.Session;
import io.github.dbsage.history.Entry;
import io.github.dbsage.history.Tables;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.Project;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The goal {@code status}: files beside what the database recorded, one line a version. */
public final class Status {

  private Status() {}

  /** Runs the goal. */
  public static Outcome run(Context context) {
    return GoalRun.of("status", context, Status::work);
  }

  private record Line(@Nullable Step step, @Nullable Entry entry) {}

  private static void work(GoalRun run) {
    Project project = run.project();
    Database database = run.database();
    Session session = database.open();
    run.connected(database, session);
    List<Entry> entries = Recorded.entries(session, new Tables(run.schema(project)));
    Drift drift = new Drift(project, entries);
    SortedMap<Version, Line> lines = new TreeMap<>();
    project.steps().forEach(step -> lines.put(step.version(), new Line(step, null)));
    for (Entry entry : entries) {
      Line line = lines.get(entry.version());
      lines.put(entry.version(), new Line(line == null ? null : line.step(), entry));
    }
    List<List<String>> rows = new ArrayList<>();
    lines.forEach((version, line) -> rows.add(row(run, drift, version, line)));
    run.listener()
        .on(
            new Event.Table(
                List.of(
                    "version", "name", "local", "database", "state", "applied at", "by", "took"),
                rows));
  }

  private static List<String> row(GoalRun run, Drift drift, Version version, Line line) {
    Step step = line.step();
    Entry entry = line.entry();
    String name = step != null ? step.name() : entry != null ? entry.name() : "";
    if (step != null) {
      run.add(drift.isCovered(version) ? Baseline.report(step) : report(step, entry));
    }
    return List.of(
        version.digits(),
        name,
        step == null ? "-" : "yes",
        entry == null ? "-" : entry.success() ? "applied" : "failed",
        state(drift, version, step, entry),
        entry == null || entry.appliedAt() == null ? "" : entry.appliedAt(),
        entry == null ? "" : entry.appliedBy(),
        entry == null || entry.executionTimeMs() == null ? "" : entry.executionTimeMs() + " ms");
  }

  private static String state(
      Drift drift, Version version, @Nullable Step step, @Nullable Entry entry) {
    if (drift.isCovered(version)) {
      return entry == null ? "below the baseline" : "baseline";
    }
    if (entry == null) {
      return step != null && drift.isOutOfOrder(step) ? "pending, out of order" : "pending";
    }
    if (!entry.success()) {
      return "failed";
    }
    if (step == null) {
      return "applied, file missing";
    }
    return drift.isChanged(step) ? "applied, file changed" : "applied";
  }

  private static StepReport report(Step step, @Nullable Entry entry) {
    StepReport pending = Apply.pendingReport(step);
    if (entry == null) {
      return pending;
    }
    return new StepReport(
        step.version(),
        step.name(),
        pending.kind(),
        entry.success() ? StepReport.State.APPLIED : StepReport.State.FAILED,
        step instanceof SqlStep sql ? sql.shape().statements() : 0,
        List.of(),
        entry.executionTimeMs(),
        null);
  }
}
