package io.github.dbsage.app;

import io.github.dbsage.history.Entry;
import io.github.dbsage.history.Ledger;
import io.github.dbsage.history.Log;
import io.github.dbsage.history.Runner;
import io.github.dbsage.history.Tables;
import io.github.dbsage.model.HistoryReport;
import io.github.dbsage.model.Standing;
import io.github.dbsage.model.Standing.WayBack;
import io.github.dbsage.model.StepReport;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts what a database remembers into the report's words. */
final class Histories {

  private Histories() {}

  static HistoryReport report(
      Tables tables, Ledger ledger, List<StepReport> steps, @Nullable String queries) {
    return new HistoryReport(
        tables.schema(),
        switch (ledger.state()) {
          case ABSENT -> HistoryReport.Tables.ABSENT;
          case TEMPLATE -> HistoryReport.Tables.TEMPLATE;
          case READY -> HistoryReport.Tables.READY;
        },
        ledger.standby(),
        ledger.occupied() == null ? null : ledger.occupied().what(),
        counts(steps),
        last(ledger.last()),
        toolVersion(ledger.entries()),
        running(ledger.runner()),
        queries);
  }

  private static HistoryReport.Counts counts(List<StepReport> steps) {
    Map<Standing.State, Integer> states = new EnumMap<>(Standing.State.class);
    Map<WayBack, Integer> waysBack = new EnumMap<>(WayBack.class);
    for (StepReport step : steps) {
      Standing standing = step.standing();
      if (standing == null) {
        continue;
      }
      states.merge(standing.state(), 1, Integer::sum);
      if (standing.state() == Standing.State.APPLIED) {
        waysBack.merge(standing.wayBack(), 1, Integer::sum);
      }
    }
    return new HistoryReport.Counts(
        states.getOrDefault(Standing.State.APPLIED, 0)
            + states.getOrDefault(Standing.State.BASELINE, 0),
        states.getOrDefault(Standing.State.PENDING, 0)
            + states.getOrDefault(Standing.State.ROLLED_BACK, 0),
        states.getOrDefault(Standing.State.FAILED, 0)
            + states.getOrDefault(Standing.State.INTERRUPTED, 0),
        states.getOrDefault(Standing.State.RUNNING, 0),
        waysBack.getOrDefault(WayBack.SCRIPT, 0) + waysBack.getOrDefault(WayBack.DIFFERS, 0),
        waysBack.getOrDefault(WayBack.DIFFERS, 0),
        waysBack.getOrDefault(WayBack.FORWARD_ONLY, 0),
        waysBack.getOrDefault(WayBack.NONE, 0) + waysBack.getOrDefault(WayBack.UNRECORDED, 0));
  }

  private static HistoryReport.@Nullable Action last(Log.@Nullable Line line) {
    return line == null
        ? null
        : new HistoryReport.Action(
            Standings.iso(line.at()),
            line.action(),
            line.version(),
            line.dbUser(),
            line.osUser(),
            line.host(),
            line.reason());
  }

  private static HistoryReport.@Nullable Running running(@Nullable Runner runner) {
    return runner == null
        ? null
        : new HistoryReport.Running(
            runner.application(),
            runner.pid(),
            runner.user(),
            runner.address(),
            runner.since() == null ? null : Standings.iso(runner.since()));
  }

  /** Of the newest row by time; rows of the same second are taken in version order. */
  private static @Nullable String toolVersion(List<Entry> entries) {
    return entries.stream()
        .filter(entry -> entry.appliedAt() != null && entry.toolVersion() != null)
        .max(Comparator.comparing(entry -> String.valueOf(entry.appliedAt())))
        .map(Entry::toolVersion)
        .orElse(null);
  }
}
