package io.github.dbsage.app;

import io.github.dbsage.db.Session;
import io.github.dbsage.history.Actor;
import io.github.dbsage.history.Gates;
import io.github.dbsage.history.Gates.Gate;
import io.github.dbsage.history.RunLock;
import io.github.dbsage.history.Tables;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.SchemaObject;
import io.github.dbsage.model.SqlEffects;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.MigrationPlan;
import io.github.dbsage.plan.Planned;
import io.github.dbsage.plan.Project;
import io.github.dbsage.run.LossAllowance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets through what may run: opens the gates that the user names, holds back what stands behind
 * closed ones, and asks for evidence before old schema goes. Under the run lock.
 */
final class Gatekeeper {

  /** How long writers are watched for where a gate was opened a moment ago. */
  static final Duration WATCH = Duration.ofSeconds(5);

  private static final Duration GLANCE = Duration.ofMillis(250);

  private final GoalRun run;
  private final Project project;
  private final Tables tables;
  private final Session session;
  private final Permit permit;
  private final @Nullable String reason;
  private final Duration watch;
  private final Gating gating;
  private final Evidence evidence;
  private final Set<String> fresh = new HashSet<>();
  private final Set<String> noted = new HashSet<>();

  /** Those whose counts began anew in this run, however long ago they were opened. */
  private final Set<String> unwatched = new HashSet<>();

  private Map<String, Gate> open;
  private @Nullable Gates gates;

  /**
   * Looks at what is open.
   *
   * @param effects of what is not applied
   * @param reason {@code dbsage.reason}
   * @param watch how long writers are watched for; {@link #WATCH} but for tests
   */
  Gatekeeper(
      GoalRun run,
      Project project,
      Tables tables,
      Session session,
      Permit permit,
      @Nullable String reason,
      Duration watch,
      Drift drift,
      Gating gating,
      SqlEffects effects) {
    this.run = run;
    this.project = project;
    this.tables = tables;
    this.session = session;
    this.permit = permit;
    this.reason = reason;
    this.watch = watch;
    this.gating = gating;
    this.evidence = new Evidence(run, session, tables, project, drift, effects);
    this.open = Gates.read(session, tables);
  }

  /**
   * What is done, and what waits, which the report knows then. Gates that are named are opened,
   * once it is clear that what stands behind them may run here.
   *
   * @throws UserError where a gate is in no plan, or a plan forbids the run
   */
  Agenda agenda(List<Step> pending, Drift drift, RunLock lock, Actor actor) {
    List<String> asked = permit.gates(Gating.all(project));
    Set<String> passable = new HashSet<>(open.keySet());
    passable.addAll(asked);
    Agenda agenda = Agenda.of(project, pending, drift::isApplied, gating, passable);
    requirePermitted(agenda);
    gates = new Gates(tables, lock, actor);
    open(asked, gates);
    for (Step step : agenda.waiting()) {
      String gate = gating.closed(step.version(), passable);
      if (gate != null) {
        run.waitsFor(gating.waiting(gate));
      }
    }
    return agenda;
  }

  /**
   * An open gate is confirmed only with a reason: who says so anew knows that old writers were
   * seen.
   */
  private void open(List<String> asked, Gates gates) {
    for (String gate : asked) {
      boolean again = open.containsKey(gate);
      if (!again || reason != null) {
        gates.open(session, gate, evidence.seen(gate));
        fresh.add(gate);
        tell(
            again
                ? "Confirmed the gate "
                    + gate
                    + ": what was counted before does not count any more."
                : "Opened the gate " + gate + ".");
      }
    }
    if (!fresh.isEmpty()) {
      open = Gates.read(session, tables);
    }
  }

  private void requirePermitted(Agenda agenda) {
    Set<MigrationPlan> plans = new LinkedHashSet<>();
    for (Step step : agenda.steps()) {
      Planned planned = Linting.planned(project, step.version());
      if (planned != null) {
        plans.add(planned.plan());
      }
    }
    for (MigrationPlan plan : plans) {
      Problem problem = permit.forbids(plan, reason, Instant.now());
      if (problem != null) {
        throw new UserError(problem);
      }
    }
  }

  /** The gates of the plans that have something to do with this run, each as a step. */
  List<StepReport> gates(Agenda agenda) {
    Set<String> concerned = new LinkedHashSet<>();
    List<Step> steps = new ArrayList<>(agenda.steps());
    steps.addAll(agenda.waiting());
    for (Step step : steps) {
      Planned planned = project.planned(step.version());
      if (planned != null) {
        concerned.addAll(planned.gates());
      }
    }
    concerned.addAll(fresh);
    return concerned.stream().map(this::gate).toList();
  }

  private StepReport gate(String name) {
    return StepReport.gate(
        name,
        fresh.contains(name)
            ? StepReport.State.APPLIED
            : open.containsKey(name) ? StepReport.State.SKIPPED : StepReport.State.WAITING);
  }

  /** What forbids a step of a contract phase, or null. */
  @Nullable Problem forbids(Planned planned, Step step) {
    List<SchemaObject> dropped = evidence.dropped(step.version());
    LossAllowance allowance = DataLoss.allowed(permit.allowDataLoss());
    boolean allowed = !dropped.isEmpty() && dropped.stream().allMatch(allowance::names);
    String name = planned.lastGate();
    noteAgain(name);
    List<String> against =
        evidence.against(planned, step, name == null ? null : open.get(name), allowed);
    if (allowed) {
      tell(
          step.title()
              + " drops what dbsage.allowDataLoss names: nobody was asked who still needs it.");
    } else if (against.isEmpty()
        && name != null
        && (unwatched.contains(name) || Gates.isFresh(session, tables, name, watch))
        && evidence.isCounted(step)) {
      against = watch(planned, step, name);
      unwatched.remove(name);
    }
    return against.isEmpty() ? null : GateProblems.refused(step, name, against, dropped);
  }

  /** What this very run has written behind a gate that it has opened is nobody's old writing. */
  private void noteAgain(@Nullable String gate) {
    Gates own = gates;
    if (own != null && gate != null && fresh.contains(gate) && noted.add(gate)) {
      own.note(session, gate, evidence.seen(gate));
      unwatched.add(gate);
      open = Gates.read(session, tables);
    }
  }

  /** Counts that began a moment ago say nothing yet of who writes behind the gate. */
  private List<String> watch(Planned planned, Step step, String gate) {
    tell("The gate was opened just now: looking for old writers for " + watch.toSeconds() + " s.");
    List<String> against = List.of();
    long end = System.nanoTime() + watch.toNanos();
    while (against.isEmpty() && System.nanoTime() < end) {
      session.query("SELECT pg_catalog.pg_sleep(" + GLANCE.toMillis() / 1000.0 + ")", row -> "");
      against = evidence.against(planned, step, open.get(gate), false);
    }
    return against;
  }

  /** The plan that a migration is in the phases of, or null. */
  @Nullable MigrationPlan plan(Step step) {
    Planned planned = project.planned(step.version());
    return planned == null ? null : planned.plan();
  }

  boolean buildsUpon(Step step, Set<Version> others) {
    return gating.buildsUpon(step.version(), others);
  }

  private void tell(String sentence) {
    run.listener().on(new Event.Remark(sentence));
  }
}
