package io.github.dbsage.app;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.Session;
import io.github.dbsage.history.Actor;
import io.github.dbsage.history.Entry;
import io.github.dbsage.history.History;
import io.github.dbsage.history.Journal;
import io.github.dbsage.history.Occupancy;
import io.github.dbsage.history.Privileges;
import io.github.dbsage.history.RunLock;
import io.github.dbsage.history.SupabaseHistory;
import io.github.dbsage.history.Tables;
import io.github.dbsage.lint.Linter;
import io.github.dbsage.lint.Server;
import io.github.dbsage.model.BackfillStep;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Severity;
import io.github.dbsage.model.SqlEffects;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.model.Timeouts;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.Project;
import io.github.dbsage.run.Applier;
import io.github.dbsage.run.Settings;
import io.github.dbsage.run.StepOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The goal {@code apply}: runs what is pending, in version order, and stops at the first failure.
 */
public final class Apply {

  private static final int TRIES = 10;
  private static final int READ_AHEAD = 16;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Request request;
  private final int tries;
  private final Duration watch;
  private final GoalRun run;

  private Apply(Request request, int tries, Duration watch, GoalRun run) {
    this.request = request;
    this.tries = tries;
    this.watch = watch;
    this.run = run;
  }

  /**
   * What is asked for.
   *
   * @param target the newest version to apply, or null for all
   * @param outOfOrder whether versions older than the newest applied one may run
   * @param timeouts {@code dbsage.lockTimeout} and {@code dbsage.statementTimeout}
   * @param lock {@code dbsage.lock}
   * @param reason {@code dbsage.reason}, for the log table
   * @param permit where it runs, who approved it, which gates are opened
   * @param judging how what is pending is judged; neither {@code since} nor a server's version: it
   *     is what is pending on this server
   * @param judgement what fails it
   */
  public record Request(
      Context context,
      @Nullable String target,
      boolean outOfOrder,
      Timeouts timeouts,
      Lock lock,
      @Nullable String reason,
      Permit permit,
      Judging judging,
      Judgement judgement) {}

  /** Runs the goal. */
  public static Outcome run(Request request) {
    return run(request, TRIES, Gatekeeper.WATCH);
  }

  /**
   * Runs the goal.
   *
   * @param tries of a transaction that cannot get its locks
   * @param watch how long writers are watched for where a gate was opened a moment ago
   */
  static Outcome run(Request request, int tries, Duration watch) {
    return GoalRun.of(
        "apply",
        request.context(),
        request.judgement().forApply(),
        run -> new Apply(request, tries, watch, run).work());
  }

  private void work() {
    Project project = run.project();
    if (run.hasErrors()) {
      return;
    }
    Version target = target(project, request.target());
    Tables tables = new Tables(run.schema(project));
    Database database = run.database();
    Session record = database.open();
    run.connected(database, record);
    request.lock().requireOn(database, record);
    database.requireWritable(record);
    Privileges.requireWritable(record, tables);
    Tables.State state = tables.inspect(record);
    requireFree(record, tables, state, project);
    try (RunLock lock = request.lock().acquire("apply", run, database, record, tables)) {
      // The runner that we waited for may have changed everything.
      state = tables.inspect(record);
      requireFree(record, tables, state, project);
      if (state != Tables.State.READY) {
        tables.create(record);
      }
      SupabaseHistory supabase = SupabaseRecord.kept(project);
      if (supabase != null) {
        supabase.prepare(record);
      }
      requireNoRollback(record, tables);
      List<Entry> entries = History.read(record, tables);
      Drift files = new Drift(project, entries);
      SqlEffects effects = Gating.effects(run, project, files);
      Gating gating = Gating.of(project, effects);
      Drift drift = files.excusing(gating);
      Gatekeeper gates =
          new Gatekeeper(
              run,
              project,
              tables,
              record,
              request.permit(),
              request.reason(),
              watch,
              drift,
              gating,
              effects);
      List<Step> wanted = pending(run, project, drift, target, request.outOfOrder());
      if (supabase != null) {
        SupabaseRecord.of(project, drift, SupabaseHistory.read(record))
            .ran(wanted)
            .forEach(run::add);
      }
      if (run.hasErrors()) {
        return;
      }
      Agenda agenda = gates.agenda(wanted, drift, lock, actor());
      List<Step> pending = agenda.steps();
      if (!pending.isEmpty()) {
        // Where nothing was applied yet, nobody uses what the files make: nothing is a hazard.
        Linter.Verdict verdict = entries.isEmpty() ? null : judge(project, pending);
        if (run.hasErrors()) {
          return;
        }
        Problem problem = Preflighting.look(run, record, verdict);
        if (problem != null) {
          throw new UserError(problem);
        }
      }
      run.listener()
          .on(new Event.Planned(pending.size(), agenda.waiting().size(), project.steps().size()));
      gates.gates(agenda).forEach(run::add);
      Keepsake keepsake =
          pending.isEmpty()
              ? null
              : Keepsake.take(run, database, tables.schema(), project, pending);
      leaveOut(project, pending, tables, record);
      try {
        apply(database, record, lock, tables, drift, agenda, gates, project, supabase);
      } finally {
        if (keepsake != null) {
          keepsake.compare();
        }
      }
      for (Step step : agenda.waiting()) {
        StepReport waiting = report(step, StepReport.State.WAITING);
        run.add(waiting);
        run.listener().on(new Event.StepEnded(waiting, null));
      }
    }
  }

  private Actor actor() {
    return new Actor(
        Applications.osUser(),
        Applications.host(),
        run.context().toolVersion(),
        run.redaction().redactNullable(request.permit().noted(request.reason())));
  }

  /** Between the statements of a rollback that is not whole, nobody knows what is there. */
  static void requireNoRollback(Session record, Tables tables) {
    Set<Version> begun = Journal.rollbacks(record, tables).keySet();
    if (!begun.isEmpty()) {
      throw new UserError(RollbackProblems.unfinished(Collections.max(begun)));
    }
  }

  /** Tells what is not run; a table that a migration counts on is there all the same. */
  private void leaveOut(Project project, List<Step> pending, Tables tables, Session record) {
    Set<Version> versions = new HashSet<>();
    pending.forEach(step -> versions.add(step.version()));
    Omissions.tell(run, project, step -> versions.contains(step.version()));
    boolean progress =
        project.leftOut().stream()
            .anyMatch(
                one -> versions.contains(one.version()) && one.table().equals(Tables.PROGRESS));
    if (progress) {
      tables.createProgress(record);
    }
  }

  private Linter.Verdict judge(Project project, List<Step> pending) {
    Set<Version> versions = new HashSet<>();
    pending.forEach(step -> versions.add(step.version()));
    return run.lint(
        project,
        step -> versions.contains(step.version()),
        true,
        Server.of(run.major()),
        request.judging().severities());
  }

  private void apply(
      Database database,
      Session record,
      RunLock lock,
      Tables tables,
      Drift drift,
      Agenda agenda,
      Gatekeeper gates,
      Project project,
      @Nullable SupabaseHistory supabase) {
    if (agenda.items().isEmpty()) {
      return;
    }
    History history = new History(tables, lock, actor(), supabase);
    Journal journal = new Journal(tables, lock, run.redaction());
    Settings settings = new Settings(request.timeouts(), tries, PATIENCE);
    Backfilling backfilling = new Backfilling(run, database, tables);
    try (Applier applier =
        new Applier(
            database, record, history, journal, settings, run.redaction(), run.listener())) {
      try {
        applier.advised(new Ownership(record, project, run::grammar));
        apply(
            applier,
            backfilling,
            step -> new Noted(history, record, step),
            agenda,
            drift,
            new Between(run, database, gates));
      } finally {
        applier.meetings().forEach(run::add);
        if (applier.meetingsLeftOut() > 0) {
          run.listener().on(new Event.Remark(AppProblems.meetings(applier.meetingsLeftOut())));
        }
      }
    }
  }

  private void apply(
      Applier applier,
      Backfilling backfilling,
      Function<BackfillStep, Backfilling.Recording> recording,
      Agenda agenda,
      Drift drift,
      Between between) {
    boolean failed = false;
    int number = 0;
    List<Step> all = agenda.steps();
    Held held = new Held(between.gates());
    for (Agenda.Item item : agenda.items()) {
      if (item instanceof Agenda.Demand demand) {
        if (!failed && !held.isHeld(demand.plan()) && !between.holds(demand)) {
          held.hold(demand.plan());
        }
        continue;
      }
      Step step = ((Agenda.Run) item).step();
      number++;
      if (failed || held.isHeld(step)) {
        run.add(report(step, StepReport.State.PENDING));
        continue;
      }
      boolean before = drift.entry(step.version()) != null;
      StepOutcome outcome =
          step instanceof BackfillStep backfill
              ? backfilling.backfill(
                  backfill, number, all.size(), before, recording.apply(backfill))
              : applier.apply(
                  (SqlStep) step,
                  number,
                  all.size(),
                  before,
                  statementsBehind(agenda.items(), item));
      run.add(outcome.report());
      if (outcome.error() != null) {
        run.fail(outcome.error());
        failed = true;
      }
    }
  }

  /** A backfill has its row before it begins: nobody else may take its version for free. */
  private record Noted(History history, Session record, BackfillStep step)
      implements Backfilling.Recording {

    @Override
    public void begin() {
      history.begin(record, step);
    }

    @Override
    public void finish(long elapsedMs) {
      if (!history.isApplied(record, step.version())) {
        history.finish(record, step, elapsedMs);
      }
    }

    @Override
    public void fail(String error, long elapsedMs) {
      history.fail(record, step, error, elapsedMs);
    }
  }

  /** The migrations of statements that directly follow, with nothing else in between. */
  private static List<SqlStep> statementsBehind(List<Agenda.Item> items, Agenda.Item item) {
    return items.subList(items.indexOf(item) + 1, items.size()).stream()
        .limit(READ_AHEAD)
        .takeWhile(
            next -> next instanceof Agenda.Run following && following.step() instanceof SqlStep)
        .map(next -> (SqlStep) ((Agenda.Run) next).step())
        .toList();
  }

  static @Nullable Version target(Project project, @Nullable String text) {
    if (text == null) {
      return null;
    }
    if (!Version.isVersion(text)) {
      throw new UserError(AppProblems.targetMalformed(text));
    }
    Version target = new Version(text);
    if (project.steps().stream().noneMatch(step -> step.version().equals(target))) {
      throw new UserError(AppProblems.targetUnknown(target));
    }
    return target;
  }

  /** A database with our rows is ours; one without any must be in nobody else's hands. */
  private static void requireFree(
      Session session, Tables tables, Tables.State state, Project project) {
    if (state != Tables.State.ABSENT && !History.isEmpty(session, tables)) {
      return;
    }
    try {
      Occupancy.requireFree(
          session, tables, Baseline.before(project), SupabaseRecord.isKept(project));
    } catch (UserError e) {
      // The tables may be those of another runner's first migration, committed since we looked.
      if (tables.inspect(session) == Tables.State.ABSENT || History.isEmpty(session, tables)) {
        throw e;
      }
    }
  }

  /**
   * What is to be run, up to a version; what is wrong with the record is among the findings then.
   */
  static List<Step> pending(
      GoalRun run, Project project, Drift drift, @Nullable Version target, boolean outOfOrder) {
    drift.changed().forEach(run::add);
    drift.missing(Severity.WARNING).forEach(run::add);
    List<Step> pending = new ArrayList<>();
    for (Step step : project.steps()) {
      if (!drift.isApplied(step.version())
          && (target == null || step.version().compareTo(target) <= 0)) {
        pending.add(step);
      }
    }
    if (!outOfOrder) {
      Set<String> files = new HashSet<>();
      pending.forEach(step -> files.add(step.source().file()));
      drift.outOfOrder(Severity.ERROR).stream()
          .filter(finding -> files.contains(finding.where().file()))
          .forEach(run::add);
    }
    return pending;
  }

  static StepReport pendingReport(Step step) {
    return report(step, StepReport.State.PENDING);
  }

  private static StepReport report(Step step, StepReport.State state) {
    return new StepReport(
        step.version(), step.name(), step.kind(), state, step.statements(), List.of(), null, null);
  }
}
