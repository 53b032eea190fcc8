package io.github.dbsage.app;

import io.github.dbsage.history.Entry;
import io.github.dbsage.history.Ledger;
import io.github.dbsage.history.Tables;
import io.github.dbsage.model.Certainty;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Severity;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What to say of migrations that were begun, and are not applied: what happened, what to do. */
record Unfinished(Drift drift, Ledger ledger) {

  private static final String BACKFILL_FIX =
      "Run mvn dbsage:apply or mvn dbsage:backfill: it goes on from where it is.";

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    for (Entry entry : ledger.entries()) {
      Integer back = ledger.rollbacksDone().get(entry.version());
      if (!entry.success() && !isAtWork(entry)) {
        findings.add(finding(entry));
      } else if (back != null && entry.success() && !isAnyoneAtWork()) {
        findings.add(rollback(entry, back));
      }
    }
    return findings;
  }

  private Finding rollback(Entry entry, int done) {
    return new Finding(
        "VERSION_INTERRUPTED",
        Severity.ERROR,
        Certainty.CERTAIN,
        drift.place(entry),
        null,
        "The rollback of "
            + entry.version()
            + "_"
            + entry.name()
            + " was begun and is not whole: no runner is at it.",
        "Statements of its script that are done and stay: " + done + ".",
        "Run mvn dbsage:rollback: it continues behind what is done; apply runs nothing before that.");
  }

  private boolean isAtWork(Entry entry) {
    return entry.isBegun() && isAnyoneAtWork();
  }

  private boolean isAnyoneAtWork() {
    return ledger.runner() != null || ledger.standby();
  }

  private Finding finding(Entry entry) {
    Step step = drift.step(entry.version());
    Integer done = ledger.done().get(entry.version());
    boolean backfill = entry.isBackfill();
    return new Finding(
        entry.isBegun() ? "VERSION_INTERRUPTED" : "VERSION_FAILED",
        step == null ? Severity.WARNING : Severity.ERROR,
        Certainty.CERTAIN,
        drift.place(entry),
        null,
        message(entry),
        backfill ? "What it did stays." : effect(step, done),
        backfill && step != null ? BACKFILL_FIX : fix(step, done, entry.isBegun()));
  }

  private static String message(Entry entry) {
    String title = entry.version() + "_" + entry.name();
    String at = entry.appliedAt() == null ? "" : " on " + Standings.utc(entry.appliedAt());
    if (entry.isBegun()) {
      return title + " was begun" + at + " and cut off: no runner is at it.";
    }
    String notes = entry.notes() == null ? "" : entry.notes().strip();
    return title + " failed" + at + (notes.isEmpty() ? "." : ": " + notes);
  }

  private @Nullable String effect(@Nullable Step step, @Nullable Integer done) {
    if (done != null && done > 0) {
      String of =
          step instanceof SqlStep sql && sql.shape().statements() >= done
              ? " of " + sql.shape().statements()
              : "";
      return "Statements that are done and stay: " + done + of + ".";
    }
    boolean whole = step instanceof SqlStep sql && !sql.shape().segmented() && done == null;
    return whole && ledger.state() == Tables.State.READY ? "Nothing of it was kept." : null;
  }

  private static String fix(@Nullable Step step, @Nullable Integer done, boolean begun) {
    if (step == null) {
      return "It has no file here any more: bring it back, or clear the failure with mvn"
          + " dbsage:repair.";
    }
    if (step instanceof SqlStep sql && done != null && done == sql.shape().statements()) {
      return "Run mvn dbsage:apply: nothing of it is left to run, and it is recorded.";
    }
    String from = done == null || done == 0 ? "." : "; it continues behind what is done.";
    return (begun ? "Run mvn dbsage:apply" : "Mend the file and run mvn dbsage:apply") + from;
  }
}
