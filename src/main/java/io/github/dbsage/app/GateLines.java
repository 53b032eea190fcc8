package io.github.dbsage.app;

import io.github.dbsage.db.Session;
import io.github.dbsage.history.Gates;
import io.github.dbsage.history.Gates.Gate;
import io.github.dbsage.history.Tables;
import io.github.dbsage.model.SqlEffects;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.At;
import io.github.dbsage.plan.MigrationPlan;
import io.github.dbsage.plan.Phase;
import io.github.dbsage.plan.Planned;
import io.github.dbsage.plan.Project;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How far plans with phases are in a database: what {@code status} says of gates and evidence. */
final class GateLines {

  private final Project project;
  private final Drift drift;
  private final Map<String, Gate> open;
  private final Evidence evidence;

  GateLines(
      GoalRun run,
      Session session,
      Tables tables,
      Project project,
      Drift drift,
      SqlEffects effects) {
    this.project = project;
    this.drift = drift;
    this.open = Gates.read(session, tables);
    this.evidence = new Evidence(run, session, tables, project, drift, effects);
  }

  /** The gates of plans that are not done, as steps of the report. */
  List<StepReport> steps() {
    return unfinished().stream()
        .flatMap(plan -> plan.zeroDowntime().gates().stream())
        .distinct()
        .map(
            gate ->
                StepReport.gate(
                    gate,
                    open.containsKey(gate) ? StepReport.State.SKIPPED : StepReport.State.WAITING))
        .toList();
  }

  /** A line for each phase of each plan that is not done; below it what speaks against going on. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (MigrationPlan plan : unfinished()) {
      String title = plan.summary().title();
      lines.add("Plan " + plan.file() + (title == null ? "" : " (" + title + ")") + ":");
      boolean closed = false;
      for (Phase phase : plan.zeroDowntime().phases()) {
        if (phase instanceof Phase.Deploy deploy) {
          lines.add("  " + gate(deploy.gate().value(), closed));
          closed = closed || !open.containsKey(deploy.gate().value());
        } else {
          lines.add("  " + phase(phase));
          evidence(plan, phase).forEach(line -> lines.add("      against it: " + line));
        }
      }
    }
    return lines;
  }

  private List<MigrationPlan> unfinished() {
    return project.plans().stream()
        .filter(plan -> !plan.zeroDowntime().gates().isEmpty())
        .filter(
            plan ->
                plan.zeroDowntime().phases().stream()
                    .flatMap(phase -> phase.versions().stream())
                    .anyMatch(version -> !drift.isApplied(version.value())))
        .toList();
  }

  private String gate(String name, boolean closed) {
    Gate gate = open.get(name);
    if (gate != null) {
      return "gate "
          + name
          + ": open since "
          + Standings.utc(gate.openedAt())
          + ", by "
          + gate.openedBy();
    }
    return "gate "
        + name
        + ": closed"
        + (closed ? "" : "; " + GateProblems.opens(name) + " opens it");
  }

  private String phase(Phase phase) {
    if (phase instanceof Phase.Validate validate) {
      return "validate: "
          + validate.checks().stream().map(At::value).collect(Collectors.joining(", "));
    }
    long applied =
        phase.versions().stream().filter(version -> drift.isApplied(version.value())).count();
    return phase.label()
        + ": "
        + applied
        + " of "
        + phase.versions().size()
        + " applied ("
        + phase.versions().stream().map(this::title).collect(Collectors.joining(", "))
        + ")";
  }

  private String title(At<Version> version) {
    Step step = drift.step(version.value());
    return step == null ? version.value().digits() : step.title();
  }

  /** Of a contract phase whose turn may come next; before that, of course it is still needed. */
  private List<String> evidence(MigrationPlan plan, Phase phase) {
    if (!(phase instanceof Phase.Contract)) {
      return List.of();
    }
    List<String> found = new ArrayList<>();
    for (Planned planned : Planned.of(plan)) {
      Step step = drift.step(planned.version());
      if (planned.phase() == phase && step != null && !drift.isApplied(planned.version())) {
        found.addAll(evidence.against(planned, step, open.get(planned.lastGate()), false));
      }
    }
    return found.stream().distinct().toList();
  }
}
