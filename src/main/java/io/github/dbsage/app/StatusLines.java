package io.github.dbsage.app;

import io.github.dbsage.history.Ledger;
import io.github.dbsage.model.HistoryReport;
import io.github.dbsage.model.HistoryReport.Counts;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Standing;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.report.format.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/** What stands above the table: whose history it is, who was there last, who is there now. */
record StatusLines(HistoryReport history, Ledger ledger, List<StepReport> steps) {

  StatusLines {
    steps = List.copyOf(steps);
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(tables());
    Problem occupied = ledger.occupied();
    if (occupied != null) {
      lines.add(occupied.what() + " " + occupied.fix());
    }
    addLast(lines);
    lines.add(running());
    lines.add(counts());
    if (history.counts().applied() > 0) {
      lines.add(rollbacks());
    }
    return lines;
  }

  private String tables() {
    String rows = Words.count(ledger.entries().size(), "row");
    return switch (history.tables()) {
      case ABSENT ->
          "Schema " + history.schema() + " has no tables of DB Sage yet: nothing is recorded.";
      case TEMPLATE ->
          "Schema "
              + history.schema()
              + " has the migration plan template's own schema_migrations ("
              + rows
              + "); apply adds what it lacks.";
      case READY ->
          "Schema "
              + history.schema()
              + ": schema_migrations has "
              + rows
              + (history.toolVersion() == null
                  ? "."
                  : ", the newest one by DB Sage " + history.toolVersion() + ".");
    };
  }

  private void addLast(List<String> lines) {
    HistoryReport.Action last = history.last();
    if (last != null) {
      String version = last.version() == null ? "" : " (" + last.version() + ")";
      boolean told = last.reason() == null || last.action().equals("apply failed");
      String where =
          last.osUser() == null && last.host() == null
              ? ""
              : ", "
                  + Objects.requireNonNullElse(last.osUser(), "?")
                  + " on "
                  + Objects.requireNonNullElse(last.host(), "?");
      lines.add(
          "Last: "
              + last.action()
              + version
              + " on "
              + Standings.utc(last.at())
              + " by "
              + last.dbUser()
              + where
              + (told ? "." : ": " + last.reason()));
    } else if (ledger.logHidden()) {
      lines.add(
          "Who ran last is not shown: this role may not read dbsage_log, and rollbacks and repairs"
              + " that stand in it are not seen either.");
    }
  }

  private String running() {
    HistoryReport.Running running = history.running();
    if (running != null && running.pid() == null) {
      return "At work now, with a lease: " + running.application() + ".";
    }
    if (running != null) {
      return "At work now: "
          + running.application()
          + " (pid "
          + running.pid()
          + ", user "
          + running.user()
          + (running.address() == null ? "" : " from " + running.address())
          + (running.since() == null ? "" : ", since " + Standings.utc(running.since()))
          + ").";
    }
    return history.standby()
        ? "This server is a standby: it shows what it has replayed, and a run that goes on can be"
            + " seen on the primary only."
        : "No run is going on.";
  }

  private String counts() {
    Counts counts = history.counts();
    List<String> parts = new ArrayList<>();
    parts.add(Words.number(counts.applied()) + " applied");
    parts.add(Words.number(counts.pending()) + " pending");
    add(parts, counts.failed(), "failed");
    add(parts, counts.running(), "running");
    add(parts, count(standing -> standing.difference() != null), "changed");
    add(parts, count(Standing::isMissing), "without a file");
    add(parts, count(Standing::outOfOrder), "out of order");
    return "Migrations: " + String.join(", ", parts) + ".";
  }

  private String rollbacks() {
    Counts counts = history.counts();
    List<String> parts = new ArrayList<>();
    parts.add(Words.number(counts.rollbacks()) + " at hand");
    add(parts, counts.forwardOnly(), "forward-only");
    add(parts, counts.noRollback(), "without a way back");
    int other = counts.rollbacksDiffering();
    String differing =
        other == 0
            ? ""
            : " Files that hold another script by now: "
                + Words.number(other)
                + "; the recorded one counts.";
    return "Rollbacks: " + String.join(", ", parts) + "." + differing;
  }

  private long count(Predicate<Standing> which) {
    return steps.stream()
        .map(StepReport::standing)
        .filter(standing -> standing != null && which.test(standing))
        .count();
  }

  private static void add(List<String> parts, long count, String what) {
    if (count > 0) {
      parts.add(Words.number(count) + " " + what);
    }
  }
}
