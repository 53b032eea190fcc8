package io.github.dbsage.app;

import io.github.dbsage.history.SupabaseHistory;
import io.github.dbsage.history.Tables;
import io.github.dbsage.model.Difference;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Severity;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.Project;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The goal {@code repair}: lists what is wrong with the record, and corrects it one item at a time,
 * with a reason. It runs nothing of a migration and undoes nothing.
 */
public final class Repair {

  private final GoalRun run;
  private final Wish wish;
  private final Project project;

  private Repair(GoalRun run, Wish wish, Project project) {
    this.run = run;
    this.wish = wish;
    this.project = project;
  }

  /**
   * What is asked for, as it was typed.
   *
   * @param lock {@code dbsage.lock}
   * @param version whose record is meant, or null to list what needs repair
   * @param to {@code applied}, {@code reverted}, {@code accepted} or {@code cleared}
   * @param from the statement that the next run begins with; or {@code supabase}, where {@code to}
   *     is about the Supabase CLI's record alone
   * @param reason why, for the log table; needed for everything but looking
   */
  public record Request(
      Context context,
      Lock lock,
      @Nullable String version,
      @Nullable String to,
      @Nullable String from,
      @Nullable String reason) {}

  /** Runs the goal. */
  public static Outcome run(Request request) {
    return GoalRun.of("repair", request.context(), run -> work(run, request));
  }

  private static void work(GoalRun run, Request request) {
    Wish wish = Wish.of(request);
    Project project = run.project();
    // Broken files must not keep anybody from mending the record of others.
    project.findings().stream().map(Finding::rule).distinct().forEach(run::forget);
    Keeping.of(
        "repair",
        run,
        project,
        wish.changes(),
        request.lock(),
        new Repair(run, wish, project)::repair);
  }

  private void repair(Keeping keeping) {
    Tables.State state = keeping.tables().inspect(keeping.session());
    if (state == Tables.State.ABSENT) {
      throw new UserError(RepairProblems.noRecord());
    }
    if (wish.changes() && state != Tables.State.READY) {
      keeping.tables().create(keeping.session());
    }
    SupabaseHistory supabase = SupabaseRecord.kept(project);
    if (wish.changes() && supabase != null) {
      supabase.prepare(keeping.session());
    }
    Diagnosis diagnosis = Diagnosis.of(keeping, project);
    Version version = wish.version();
    if (version == null) {
      list(diagnosis);
      return;
    }
    Case known = diagnosis.of(version);
    if (!wish.changes()) {
      show(diagnosis, known);
      return;
    }
    if (new Mend(run, keeping, diagnosis, known, wish).mend()) {
      run.listener()
          .on(new Event.Remark("It is logged in " + keeping.tables().schema() + ".dbsage_log."));
    }
  }

  private void list(Diagnosis diagnosis) {
    List<Finding> findings = diagnosis.findings();
    findings.forEach(run::add);
    long broken = project.findings().stream().filter(f -> f.severity() == Severity.ERROR).count();
    if (broken > 0) {
      say(
          "Files here have errors of their own ("
              + broken
              + "): mvn dbsage:validate-plan lists them.");
    }
    say(
        findings.isEmpty()
            ? "Nothing needs repair: the files and the record agree."
            : "What needs repair, with the command for it; add what this command was given to"
                + " connect:");
  }

  private void show(Diagnosis diagnosis, Case known) {
    Finding finding = diagnosis.finding(known);
    Finding other = diagnosis.supabase().finding(known.version());
    if (other != null) {
      run.add(other);
    }
    if (finding == null) {
      say(RepairProblems.sound(known, diagnosis.drift().isCovered(known.version())));
      return;
    }
    run.add(finding);
    Difference difference = diagnosis.difference(known);
    if (difference != null) {
      Comparison.show(run, known, difference);
    }
  }

  private void say(String sentence) {
    run.listener().on(new Event.Remark(sentence));
  }
}
