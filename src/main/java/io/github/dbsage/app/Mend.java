package io.github.dbsage.app;

import io.github.dbsage.backfill.Jobs;
import io.github.dbsage.history.Entry;
import io.github.dbsage.history.Mending;
import io.github.dbsage.history.SupabaseHistory;
import io.github.dbsage.model.Difference;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Severity;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.UserError;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** One repair of one version: whether it can be done, the doing, and what it means. */
final class Mend {

  private final GoalRun run;
  private final Keeping keeping;
  private final Diagnosis diagnosis;
  private final Case known;
  private final Wish wish;

  Mend(GoalRun run, Keeping keeping, Diagnosis diagnosis, Case known, Wish wish) {
    this.run = run;
    this.keeping = keeping;
    this.diagnosis = diagnosis;
    this.known = known;
    this.wish = wish;
  }

  /**
   * Does it.
   *
   * @return false where there was nothing to do, or the file has errors that were reported
   * @throws UserError saying why not, where it does not fit the record
   */
  boolean mend() {
    Wish.To to = wish.to();
    if (to != null && wish.supabase()) {
      return supabase(to);
    }
    if (to == null) {
      return from(wish.from());
    }
    return switch (to) {
      case APPLIED -> applied();
      case REVERTED -> reverted();
      case ACCEPTED -> accepted();
      case CLEARED -> cleared();
    };
  }

  private boolean applied() {
    refuseIf(known.isBaseline(), () -> RepairProblems.baselineStays(known));
    refuseIf(covered(), () -> RepairProblems.belowBaseline(known));
    if (diagnosis.isHalfRolledBack(known)) {
      mending().madeAgain(keeping.session(), entry());
      say(
          known.title()
              + " counts as applied, as before its rollback was begun. Nothing was run: whether the"
              + " database holds what the file says was not checked.");
      return true;
    }
    Step step = step("recorded as applied");
    if (known.isApplied()) {
      refuseIf(diagnosis.drift().isChanged(step), () -> RepairProblems.changedSince(known));
      if (SupabaseRecord.isKept(diagnosis.project())
          && step instanceof SqlStep
          && !diagnosis.supabase().has(known.version())) {
        return supabase(Wish.To.APPLIED);
      }
      say(known.title() + " is recorded as applied already; nothing was changed.");
      return false;
    }
    if (!isReadable(step)) {
      return false;
    }
    mending().applied(keeping.session(), step);
    say(
        known.title()
            + " is recorded as applied now. Nothing was run: whether the database holds what the file"
            + " says was not checked.");
    return true;
  }

  /** What the Supabase CLI's record says, and that alone. */
  private boolean supabase(Wish.To to) {
    refuseIf(SupabaseHistory.read(keeping.session()) == null, () -> SupabaseProblems.noSupabase());
    switch (to) {
      case APPLIED -> {
        Step step = step("recorded as applied");
        refuseIf(!(step instanceof SqlStep), () -> SupabaseProblems.backfill(known.version()));
        SupabaseHistory history = SupabaseRecord.writer();
        history.prepare(keeping.session());
        mending().appliedInSupabase(keeping.session(), step, history);
        say(known.title() + " is recorded as applied by the Supabase CLI's record now.");
      }
      case REVERTED -> {
        refuseIf(
            !diagnosis.supabase().has(known.version()),
            () -> SupabaseProblems.notThere(known.version()));
        SupabaseRecord.writer().prepare(keeping.session());
        mending().revertedInSupabase(keeping.session(), known.version());
        say(known.title() + " is not in the Supabase CLI's record any more.");
      }
      case ACCEPTED, CLEARED ->
          throw new UserError(SupabaseProblems.onlyAppliedOrReverted(known.version()));
    }
    say("Nothing was run or undone, and our own record is as it was.");
    return true;
  }

  private boolean reverted() {
    refuseIf(known.entry() == null && covered(), () -> RepairProblems.belowBaseline(known));
    Entry entry = entry();
    refuseIf(!entry.success(), () -> RepairProblems.isFailed(known));
    int others = diagnosis.recorded() - 1;
    refuseIf(known.isBaseline() && others > 0, () -> RepairProblems.baselineInUse(known, others));
    // Before it: a job that is kept as done would keep a later apply from doing anything.
    new Jobs(keeping.tables().schema()).forget(keeping.session(), entry.version());
    mending().reverted(keeping.session(), entry);
    say(
        known.title()
            + " is not recorded as applied any more. Nothing was undone in the database.");
    if (known.isBaseline()) {
      say("The database is not adopted any more.");
    } else if (known.step() == null) {
      say("It has no file here, so nothing will run it again.");
    } else if (diagnosis.drift().isNewest(known.version())) {
      say("Its file is pending: the next apply runs it.");
    } else {
      say(
          "Its file is pending, and older than what is applied: mvn dbsage:apply"
              + " -Ddbsage.outOfOrder=true runs it.");
    }
    return true;
  }

  private boolean accepted() {
    refuseIf(known.isBaseline(), () -> RepairProblems.baselineStays(known));
    refuseIf(covered(), () -> RepairProblems.belowBaseline(known));
    Entry entry = entry();
    refuseIf(!entry.success(), () -> RepairProblems.neverCompared(known));
    Step step = step("accepted");
    Difference difference = diagnosis.difference(known);
    if (difference == null) {
      say(known.title() + " is as it was recorded; nothing was changed.");
      return false;
    }
    if (!isReadable(step)) {
      return false;
    }
    Comparison.show(run, known, difference);
    mending().accepted(keeping.session(), step, entry);
    say(
        "The file's checksum is recorded now. Nothing was run: the database holds what the earlier"
            + " text did.");
    return true;
  }

  private boolean cleared() {
    refuseIf(known.entry() == null && covered(), () -> RepairProblems.belowBaseline(known));
    Entry entry = entry();
    refuseIf(known.isBaseline(), () -> RepairProblems.baselineStays(known));
    refuseIf(entry.success(), () -> RepairProblems.isApplied(known));
    mending().cleared(keeping.session(), entry);
    say("The failure of " + known.title() + " is forgotten. Nothing was run or undone.");
    if (entry.isBackfill()) {
      say("What it did stays, and how far it is too: a run of its file goes on from there.");
    }
    if (!known.journal().isEmpty()) {
      say(
          "Its journal stays (statements "
              + known.journalInWords()
              + "): a run of its file goes on from there.");
    }
    return true;
  }

  private boolean from(int ordinal) {
    refuseIf(known.isBaseline(), () -> RepairProblems.baselineStays(known));
    refuseIf(known.isApplied(), () -> RepairProblems.isApplied(known));
    Step step = step("continued");
    if (!(step instanceof SqlStep sql)) {
      throw new UserError(RepairProblems.notSql(known));
    }
    refuseIf(known.journal().isEmpty(), () -> RepairProblems.notJournalled(known));
    if (!isReadable(step)) {
      return false;
    }
    List<Statements.Line> statements = Statements.of(sql);
    int count = statements.size();
    refuseIf(ordinal > count + 1, () -> RepairProblems.fromBehindTheEnd(known, ordinal, count));
    List<String> done =
        statements.subList(0, ordinal - 1).stream().map(Statements.Line::sha256).toList();
    mending().continueBehind(keeping.session(), sql, done, known.journalInWords());
    String counted =
        ordinal == 1
            ? "Nothing of it counts as done."
            : "What stands before counts as done, as the file says it now; whether it is was not"
                + " checked.";
    say(
        ordinal > count
            ? "Nothing is left to run of "
                + known.title()
                + ": the next apply records it. "
                + counted
            : "The next apply of "
                + known.title()
                + " begins with statement "
                + ordinal
                + " ("
                + statements.get(ordinal - 1).at()
                + "). "
                + counted);
    return true;
  }

  /** Errors of the file itself; a header that does not fit belongs to a changed file. */
  private boolean isReadable(Step step) {
    List<Finding> errors =
        diagnosis.project().findings().stream()
            .filter(finding -> finding.severity() == Severity.ERROR)
            .filter(finding -> finding.where().file().equals(step.source().file()))
            .filter(finding -> !finding.rule().equals("CHECKSUM_HEADER"))
            .toList();
    errors.forEach(run::add);
    return errors.isEmpty();
  }

  private boolean covered() {
    return !known.isBaseline() && diagnosis.drift().isCovered(known.version());
  }

  private Step step(String wanted) {
    Step step = known.step();
    refuseIf(step == null, () -> RepairProblems.noFile(known, wanted));
    return Objects.requireNonNull(step);
  }

  private Entry entry() {
    Entry entry = known.entry();
    refuseIf(entry == null, () -> RepairProblems.notRecorded(known));
    return Objects.requireNonNull(entry);
  }

  private Mending mending() {
    return keeping.mending(wish.reason(), SupabaseRecord.kept(diagnosis.project()));
  }

  private static void refuseIf(boolean wrong, Supplier<Problem> problem) {
    if (wrong) {
      throw new UserError(problem.get());
    }
  }

  private void say(String sentence) {
    run.listener().on(new Event.Remark(sentence));
  }
}
