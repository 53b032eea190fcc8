package io.github.dbsage.app;

import io.github.dbsage.backfill.Jobs;
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
import io.github.dbsage.history.Undoing;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.model.Timeouts;
import io.github.dbsage.model.UserError;
import io.github.dbsage.plan.Project;
import io.github.dbsage.run.LossAllowance;
import io.github.dbsage.run.Settings;
import io.github.dbsage.run.StepOutcome;
import io.github.dbsage.run.Undo;
import io.github.dbsage.run.Undoer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The goal {@code rollback}: undoes the newest applied version, or all down to one that stays, with
 * the scripts that the database recorded. It needs no files; where they are there, they say why a
 * version has no way back.
 */
public final class Rollback {

  private static final int TRIES = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Request request;
  private final int tries;
  private final GoalRun run;

  private Rollback(Request request, int tries, GoalRun run) {
    this.request = request;
    this.tries = tries;
    this.run = run;
  }

  /**
   * What is asked for, as it was typed.
   *
   * @param target the version that stays applied, or null to undo the newest one
   * @param allowDataLoss tables and columns whose data may be lost, or null
   * @param timeouts {@code dbsage.lockTimeout} and {@code dbsage.statementTimeout}
   * @param lock {@code dbsage.lock}
   * @param reason {@code dbsage.reason}, for the log table
   */
  public record Request(
      Context context,
      @Nullable String target,
      @Nullable String allowDataLoss,
      Timeouts timeouts,
      Lock lock,
      @Nullable String reason) {}

  /** Runs the goal. */
  public static Outcome run(Request request) {
    return run(request, TRIES);
  }

  /** Runs the goal; a transaction that cannot get its locks is tried so often. */
  static Outcome run(Request request, int tries) {
    return GoalRun.of(
        "rollback", request.context(), run -> new Rollback(request, tries, run).work());
  }

  private void work() {
    LossAllowance allowance = DataLoss.allowed(request.allowDataLoss());
    Descent.requireVersion(request.target());
    Project project = run.projectIfAny();
    Tables tables = new Tables(run.schema(project));
    Database database = run.database();
    Session record = database.open();
    run.connected(database, record);
    request.lock().requireOn(database, record);
    database.requireWritable(record);
    Privileges.requireWritable(record, tables);
    requireHistory(record, tables, project);
    try (RunLock lock = request.lock().acquire("rollback", run, database, record, tables)) {
      // The runner that we waited for may have changed everything.
      Tables.State state = requireHistory(record, tables, project);
      List<Entry> chosen = Descent.of(record, tables, state, request.target()).chosen();
      if (chosen.isEmpty()) {
        tell(request.target() + " is the newest applied version already; nothing is rolled back.");
        return;
      }
      Preflighting.look(run, record, null);
      List<Undo> undos = new WaysBack(run.context(), project, record, tables).of(chosen);
      if (state != Tables.State.READY) {
        tables.create(record);
      }
      SupabaseHistory supabase = SupabaseRecord.kept(project);
      if (supabase != null) {
        supabase.prepare(record);
      }
      undo(database, record, lock, tables, allowance, undos, supabase != null);
    }
  }

  private static Tables.State requireHistory(
      Session record, Tables tables, @Nullable Project project) {
    Tables.State state = tables.inspect(record);
    if (state == Tables.State.ABSENT || History.isEmpty(record, tables)) {
      Occupancy.requireFree(
          record, tables, Baseline.before(project), SupabaseRecord.isKept(project));
      throw new UserError(RollbackProblems.nothingRecorded(tables.schema()));
    }
    return state;
  }

  private void undo(
      Database database,
      Session record,
      RunLock lock,
      Tables tables,
      LossAllowance allowance,
      List<Undo> undos,
      boolean supabase) {
    run.quote(ScriptExcerpts.of(undos));
    tell(
        "To be rolled back, in this order: "
            + undos.stream().map(undo -> undo.script().title()).collect(Collectors.joining(", ")));
    Actor actor =
        new Actor(
            Applications.osUser(),
            Applications.host(),
            run.context().toolVersion(),
            run.redaction().redactNullable(request.reason()));
    Jobs jobs = new Jobs(tables.schema());
    SchemaEffect effect = SchemaEffect.begin(run, database, tables);
    boolean failed = false;
    int number = 0;
    try (Undoer undoer =
        new Undoer(
            database,
            record,
            new History(tables, lock, actor),
            new Undoing(tables, lock, actor, supabase),
            new Journal(tables, lock, run.redaction()),
            new Settings(request.timeouts(), tries, PATIENCE),
            allowance,
            run.redaction(),
            run.listener())) {
      for (Undo undo : undos) {
        number++;
        if (failed) {
          run.add(skipped(undo.script()));
          continue;
        }
        // Before it: a job that is kept as done would keep a later apply from doing anything.
        jobs.forget(record, undo.script().version());
        StepOutcome outcome = undoer.undo(undo, number, undos.size());
        run.add(outcome.report());
        if (outcome.error() != null) {
          run.fail(outcome.error());
          failed = true;
        }
      }
    }
    effect.end();
  }

  /** One that stays applied, for an earlier one stayed. */
  private static StepReport skipped(SqlStep script) {
    return new StepReport(
        script.version(),
        script.name(),
        StepReport.Kind.SQL,
        StepReport.State.SKIPPED,
        script.shape().statements(),
        List.of(),
        null,
        null);
  }

  private void tell(String sentence) {
    run.listener().on(new Event.Remark(sentence));
  }
}
