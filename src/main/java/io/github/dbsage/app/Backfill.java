package io.github.dbsage.app;

import io.github.dbsage.backfill.Jobs;
import io.github.dbsage.db.Database;
import io.github.dbsage.db.Session;
import io.github.dbsage.history.Actor;
import io.github.dbsage.history.Gates;
import io.github.dbsage.history.History;
import io.github.dbsage.history.Log;
import io.github.dbsage.history.Privileges;
import io.github.dbsage.history.RunLock;
import io.github.dbsage.history.Tables;
import io.github.dbsage.model.BackfillStep;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.UserError;
import io.github.dbsage.plan.Project;
import io.github.dbsage.run.StepOutcome;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The goal {@code backfill}: runs one backfill that is due, or joins those who are at it already,
 * {@code apply} included; pauses one, lets it go on, ends it, or shows how far all of them are. It
 * takes the run lock only to write down that a backfill is done.
 */
public final class Backfill {

  private static final String GOAL = "backfill";

  private final Request request;
  private final GoalRun run;

  private Backfill(Request request, GoalRun run) {
    this.request = request;
    this.run = run;
  }

  /** What is to be done with a backfill. */
  public enum Action {
    RUN,
    PAUSE,
    RESUME,
    CANCEL,
    STATUS
  }

  /**
   * What is asked for, as it was typed.
   *
   * @param name the job's, the version, or the file's; null where there is only one
   * @param workers in place of what the file says, or null
   * @param lock {@code dbsage.lock}
   * @param reason {@code dbsage.reason}, for the log table and for whoever looks at the job
   */
  public record Request(
      Context context,
      @Nullable String name,
      Action action,
      @Nullable Integer workers,
      Lock lock,
      @Nullable String reason) {}

  /** Runs the goal. */
  public static Outcome run(Request request) {
    return GoalRun.of(GOAL, request.context(), run -> new Backfill(request, run).work());
  }

  private void work() {
    if (request.action() != Action.RUN) {
      new Steering(run, request, actor()).work();
      return;
    }
    Project project = run.project();
    if (run.hasErrors()) {
      return;
    }
    Tables tables = new Tables(run.schema(project));
    Database database = run.database();
    Session session = database.open();
    run.connected(database, session);
    request.lock().requireOn(database, session);
    database.requireWritable(session);
    Privileges.requireWritable(session, tables);
    if (tables.inspect(session) != Tables.State.READY) {
      throw new UserError(BackfillProblems.noHistory(tables.schema()));
    }
    Apply.requireNoRollback(session, tables);
    Drift drift = new Drift(project, History.read(session, tables));
    BackfillStep step = new BackfillChoice(project, drift).of(request.name());
    if (step == null) {
      say("No backfill is pending: there is nothing to do.");
      return;
    }
    if (drift.isApplied(step.version())) {
      say(step.title() + " is applied already: there is nothing to do.");
      return;
    }
    requireTurn(project, drift, step, Gates.read(session, tables).keySet());
    Preflighting.look(run, session, null);
    boolean begun = new Jobs(tables.schema()).find(session, step.spec().name()) != null;
    StepOutcome outcome =
        new Backfilling(run, database, tables)
            .backfill(asked(step), 1, 1, begun, new Joined(database, tables, step));
    run.add(outcome.report());
    if (outcome.error() != null) {
      run.fail(outcome.error());
    }
  }

  private BackfillStep asked(BackfillStep step) {
    Integer workers = request.workers();
    return workers == null
        ? step
        : new BackfillStep(
            step.version(),
            step.name(),
            step.checksum(),
            step.source(),
            step.spec().withWorkers(workers),
            step.forwardOnly());
  }

  /** What comes before it may be what it needs, unless it waits for a gate itself. */
  private void requireTurn(Project project, Drift drift, BackfillStep step, Set<String> open) {
    Gating gating = Gating.of(run, project, drift);
    String gate = gating.closed(step.version(), open);
    if (gate != null) {
      throw new UserError(GateProblems.closed(step, gate));
    }
    List<Step> before =
        project.steps().stream()
            .filter(other -> other.version().compareTo(step.version()) < 0)
            .filter(other -> !drift.isApplied(other.version()))
            .filter(other -> gating.closed(other.version(), open) == null)
            .toList();
    if (!before.isEmpty()) {
      throw new UserError(BackfillProblems.notItsTurn(step, before));
    }
  }

  private Actor actor() {
    return new Actor(
        Applications.osUser(),
        Applications.host(),
        run.context().toolVersion(),
        run.redaction().redactNullable(request.reason()));
  }

  private void say(String sentence) {
    run.listener().on(new Event.Remark(sentence));
  }

  /** Whoever is there when all is done writes it down: this goal, unless {@code apply} does. */
  private final class Joined implements Backfilling.Recording {

    private final Database database;
    private final Tables tables;
    private final BackfillStep step;

    Joined(Database database, Tables tables, BackfillStep step) {
      this.database = database;
      this.tables = tables;
      this.step = step;
    }

    @Override
    public void begin() {
      // The job itself says that it was begun.
    }

    @Override
    public void finish(long elapsedMs) {
      // One that was idle for hours may be gone.
      try (Session record = database.open()) {
        finish(record, elapsedMs);
      } catch (UserError e) {
        throw new UserError(BackfillProblems.notRecorded(step, e.problem()), e);
      }
    }

    private void finish(Session record, long elapsedMs) {
      try (RunLock lock =
          request
              .lock()
              .acquireUnless(() -> isApplied(record), GOAL, run, database, record, tables)) {
        if (lock == null || isApplied(record)) {
          say(step.title() + " was recorded as applied by another runner.");
          return;
        }
        History history = new History(tables, lock, actor());
        history.begin(record, step);
        history.finish(record, step, elapsedMs, GOAL);
      }
    }

    private boolean isApplied(Session record) {
      return History.isApplied(record, tables, step.version());
    }

    @Override
    public void fail(String error, long elapsedMs) {
      Actor us = actor();
      try (Session record = database.open()) {
        Log.append(
            record,
            tables,
            new Actor(us.osUser(), us.host(), us.toolVersion(), error),
            "backfill failed",
            step.version());
      }
    }
  }
}
