package io.github.dbsage.app;

import io.github.dbsage.model.ObjectUse;
import io.github.dbsage.model.Report;
import io.github.dbsage.model.SqlEffects;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.At;
import io.github.dbsage.plan.MigrationPlan;
import io.github.dbsage.plan.MigrationPlan.Dependency;
import io.github.dbsage.plan.Phase;
import io.github.dbsage.plan.Planned;
import io.github.dbsage.plan.Project;
import io.github.dbsage.sql.tree.Grammar;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The gates that stand before each version: those of its plan, and those of what it builds upon.
 * Other versions do not wait: a contract may stand in front of its gate for weeks.
 */
final class Gating {

  private final Map<Version, Set<String>> gates = new HashMap<>();
  private final Map<Version, Set<Version>> needed = new HashMap<>();
  private final Map<String, String> behind = new LinkedHashMap<>();

  private Gating() {}

  /** Finds them for what is not applied. */
  static Gating of(GoalRun run, Project project, Drift drift) {
    return of(project, effects(run, project, drift));
  }

  /** What those do that are not applied; nobody needs to know where no plan has a gate. */
  static SqlEffects effects(GoalRun run, Project project, Drift drift) {
    if (all(project).isEmpty()) {
      return new SqlEffects(List.of(), List.of(), List.of(), List.of());
    }
    try (Grammar grammar = run.grammar()) {
      return Linting.effects(project, step -> !drift.isApplied(step.version()), grammar);
    }
  }

  /**
   * Finds them.
   *
   * @param effects of the migrations that may have to wait for others; what they need counts
   */
  static Gating of(Project project, SqlEffects effects) {
    Gating gating = new Gating();
    for (MigrationPlan plan : project.plans()) {
      String gate = null;
      for (Phase phase : plan.zeroDowntime().phases()) {
        if (phase instanceof Phase.Deploy deploy) {
          gate = deploy.gate().value();
        } else if (gate != null) {
          gating.behind.putIfAbsent(gate, phase.label());
        }
        for (At<Version> version : phase.versions()) {
          Planned planned = project.planned(version.value());
          if (planned != null) {
            gating.before(version.value()).addAll(planned.gates());
          }
        }
      }
    }
    Map<Version, Set<Version>> needed = needed(project, effects);
    gating.needed.putAll(needed);
    // In version order: what a version builds upon has its own gates by then.
    project.steps().stream()
        .map(step -> step.version())
        .forEach(
            version ->
                needed
                    .getOrDefault(version, Set.of())
                    .forEach(other -> gating.before(version).addAll(gating.before(other))));
    return gating;
  }

  private static Map<Version, Set<Version>> needed(Project project, SqlEffects effects) {
    Map<Version, Set<Version>> needed = new HashMap<>();
    for (MigrationPlan plan : project.plans()) {
      for (Dependency dependency : plan.dependencies()) {
        Version version = dependency.version().value();
        for (At<Version> earlier : dependency.after()) {
          add(needed, version, earlier.value());
        }
      }
    }
    for (ObjectUse use : effects.uses()) {
      add(needed, use.user(), use.creator());
    }
    return needed;
  }

  private static void add(Map<Version, Set<Version>> needed, Version version, Version earlier) {
    if (earlier.compareTo(version) < 0) {
      needed.computeIfAbsent(version, any -> new LinkedHashSet<>()).add(earlier);
    }
  }

  private Set<String> before(Version version) {
    return gates.computeIfAbsent(version, any -> new LinkedHashSet<>());
  }

  /** Whether a version had to wait for a gate, so that newer ones may have gone before it. */
  boolean isGated(Version version) {
    return !gates.getOrDefault(version, Set.of()).isEmpty();
  }

  /** The first gate before a version that is not among the open ones; null where none is closed. */
  @Nullable String closed(Version version, Set<String> open) {
    return gates.getOrDefault(version, Set.of()).stream()
        .filter(gate -> !open.contains(gate))
        .findFirst()
        .orElse(null);
  }

  /** Whether a version builds upon one of these. */
  boolean buildsUpon(Version version, Set<Version> others) {
    return needed.getOrDefault(version, Set.of()).stream().anyMatch(others::contains);
  }

  /** Every gate of the plans, in their order. */
  static List<String> all(Project project) {
    return project.plans().stream()
        .flatMap(plan -> plan.zeroDowntime().gates().stream())
        .distinct()
        .toList();
  }

  /** What waits behind a gate, for the report. */
  Report.Waiting waiting(String gate) {
    return new Report.Waiting(gate, behind.getOrDefault(gate, "expand"));
  }
}
