package io.github.dbsage.plan;

import io.github.dbsage.model.Finding;
import io.github.dbsage.model.ObjectUse;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Risk;
import io.github.dbsage.model.RiskReason;
import io.github.dbsage.model.SchemaChange;
import io.github.dbsage.model.SqlEffects;
import io.github.dbsage.model.Version;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the plans claim, held against what the SQL does. */
public final class PlanComparison {

  private final List<MigrationPlan> plans;
  private final SqlEffects effects;
  private final List<Finding> findings = new ArrayList<>();

  private PlanComparison(List<MigrationPlan> plans, SqlEffects effects) {
    this.plans = plans;
    this.effects = effects;
  }

  /**
   * Everything in which they contradict each other. What is used before it is created is found
   * without any plan too.
   *
   * @param effects of the migrations that are judged; those of others only make it seem that plans
   *     keep silent about something
   */
  public static List<Finding> of(List<MigrationPlan> plans, SqlEffects effects) {
    PlanComparison comparison = new PlanComparison(plans, effects);
    comparison.uses();
    comparison.circles();
    plans.forEach(comparison::plan);
    return List.copyOf(comparison.findings);
  }

  /**
   * The change set of a plan beside the one that the SQL has.
   *
   * @param declared null where the plan leaves it to the SQL
   * @param done what the migrations do that it is about, in the order in which they do it
   */
  public static List<ComparedChange> changes(
      @Nullable ChangeSet declared, List<SchemaChange> done) {
    ChangeSet claims =
        declared == null ? new ChangeSet(Place.startOf(PlanFolder.SINGLE), List.of()) : declared;
    return List.copyOf(new ChangeSetComparison(claims, done, true).changes(declared != null));
  }

  private void uses() {
    effects.uses().stream()
        .filter(ObjectUse::isTooEarly)
        .map(ComparisonProblems::useBeforeCreate)
        .forEach(findings::add);
  }

  /** Circles of what plans say alone are found when the plans are read. */
  private void circles() {
    DependencyGraph graph = new DependencyGraph();
    plans.forEach(graph::add);
    Set<Place> derived = new HashSet<>();
    for (ObjectUse use : effects.uses()) {
      if (!graph.has(use.user(), use.creator())) {
        graph.add(use.user(), use.creator(), use.usedAt());
        derived.add(use.usedAt());
      }
    }
    for (List<At<Version>> circle : graph.takeCircles()) {
      int declared = 0;
      while (declared < circle.size() && derived.contains(circle.get(declared).at())) {
        declared++;
      }
      boolean mixed = circle.stream().anyMatch(step -> derived.contains(step.at()));
      if (mixed && declared < circle.size()) {
        List<At<Version>> fromThePlan = new ArrayList<>(circle);
        Collections.rotate(fromThePlan, -declared);
        findings.add(PlanFileProblems.cycle(fromThePlan));
      }
    }
  }

  private void plan(MigrationPlan plan) {
    Set<Version> named = plan.versions();
    // A plan that names no version is about all, as long as it is alone.
    if (named.isEmpty() && plans.size() > 1) {
      ChangeSet changeSet = plan.changeSet();
      if (changeSet != null) {
        findings.add(ComparisonProblems.notComparable(changeSet.at()));
      }
      return;
    }
    Predicate<Version> about = version -> named.isEmpty() || named.contains(version);
    List<SchemaChange> changes =
        effects.changes().stream().filter(change -> about.test(change.version())).toList();
    ChangeSet changeSet = plan.changeSet();
    if (changeSet != null) {
      boolean whole = effects.unread().stream().noneMatch(one -> about.test(one.version()));
      findings.addAll(new ChangeSetComparison(changeSet, changes, whole).findings());
    }
    risk(plan, about);
    findings.addAll(new CreationOrder(effects.uses(), !named.isEmpty()).findings(changes));
  }

  private void risk(MigrationPlan plan, Predicate<Version> about) {
    At<Risk> declared = plan.summary().risk();
    if (declared == null) {
      return;
    }
    effects.risks().stream()
        .filter(reason -> about.test(reason.version()))
        // The first of the highest.
        .min(Comparator.comparing(RiskReason::level, Comparator.reverseOrder()))
        .filter(reason -> reason.level().compareTo(declared.value()) > 0)
        .ifPresent(reason -> findings.add(ComparisonProblems.risk(declared, reason)));
  }
}
