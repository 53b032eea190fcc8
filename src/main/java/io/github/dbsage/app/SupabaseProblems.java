package io.github.dbsage.app;

import io.github.dbsage.history.SupabaseHistory;
import io.github.dbsage.model.Certainty;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.RepairCommand;
import io.github.dbsage.model.Severity;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.Version;
import org.jspecify.annotations.Nullable;

/** What is to be said where the Supabase CLI's record and ours contradict each other. */
final class SupabaseProblems {

  private static final String RULE = "SUPABASE_RECORD";

  private SupabaseProblems() {}

  private static Finding finding(Severity severity, Place at, String message, String fix) {
    return new Finding(RULE, severity, Certainty.CERTAIN, at, null, message, null, fix);
  }

  static Finding ranBySupabase(Step step, Severity severity) {
    Version version = step.version();
    return finding(
        severity,
        Place.startOf(step.source().file()),
        step.title() + " is applied by the record of the Supabase CLI, and not by ours.",
        "If it has run: "
            + RepairCommand.to(version, "applied")
            + "\nIf it has not: "
            + RepairCommand.supabase(version, "reverted"));
  }

  static Finding notInSupabase(Step step) {
    return finding(
        Severity.WARNING,
        Place.startOf(step.source().file()),
        step.title() + " is applied by our record, and not by that of the Supabase CLI.",
        "To record it there as well: " + RepairCommand.supabase(step.version(), "applied"));
  }

  static Finding onlyInSupabase(
      String folder, String digits, String name, @Nullable Version version) {
    String fetch = "Bring its file here: supabase migration fetch";
    return finding(
        Severity.WARNING,
        Place.startOf(folder + digits + "_" + name + ".sql"),
        digits
            + (name.isEmpty() ? "" : "_" + name)
            + " is applied by the record of the Supabase CLI, and has no file here.",
        version == null
            ? fetch + ", and give it a version of 14 digits."
            : fetch
                + "\nIf it was undone for good: "
                + RepairCommand.supabase(version, "reverted"));
  }

  static Problem noSupabase() {
    return Problem.of(
        "REPAIR_FROM",
        "There is no " + SupabaseHistory.TABLE + " here that the role may read.",
        null,
        "Leave -Ddbsage.from out to repair the record of DB Sage.");
  }

  static Problem onlyAppliedOrReverted(Version version) {
    return Problem.of(
        "REPAIR_TO",
        "The record of the Supabase CLI knows only what is applied.",
        null,
        "Write "
            + RepairCommand.supabase(version, "applied")
            + ", or the same with -Ddbsage.to=reverted.");
  }

  static Problem notThere(Version version) {
    return Problem.of(
        "REPAIR_NOT_RECORDED",
        version + " is not in the record of the Supabase CLI.",
        null,
        "Look what is: " + RepairCommand.list());
  }

  static Problem backfill(Version version) {
    return Problem.of(
        "REPAIR_FROM",
        version + " is a backfill, which the Supabase CLI knows nothing of.",
        null,
        "Leave -Ddbsage.from out to repair the record of DB Sage.");
  }
}
