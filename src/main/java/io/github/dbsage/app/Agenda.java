package io.github.dbsage.app;

import io.github.dbsage.model.Step;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.At;
import io.github.dbsage.plan.MigrationPlan;
import io.github.dbsage.plan.Phase;
import io.github.dbsage.plan.Planned;
import io.github.dbsage.plan.Project;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a run of {@code apply} does, in its order: migrations by version, and between them what the
 * plans' phases demand.
 *
 * @param items what is done
 * @param waiting what stands behind a closed gate, by version
 */
record Agenda(List<Item> items, List<Step> waiting) {

  Agenda {
    items = List.copyOf(items);
    waiting = List.copyOf(waiting);
  }

  /** One thing to do. */
  sealed interface Item {}

  /** A migration. */
  record Run(Step step) implements Item {}

  /** What has to hold before its plan goes on. */
  sealed interface Demand extends Item {

    MigrationPlan plan();
  }

  /** A plan's checks: what stands behind them is not run where one of them fails. */
  record Validate(MigrationPlan plan, Phase.Validate phase) implements Demand {}

  /** Old schema is about to go: is it still needed? */
  record Contract(Planned planned, Step step) implements Demand {
    @Override
    public MigrationPlan plan() {
      return planned.plan();
    }
  }

  /** The migrations that run. */
  List<Step> steps() {
    return items.stream().filter(Run.class::isInstance).map(item -> ((Run) item).step()).toList();
  }

  /**
   * Plans a run.
   *
   * @param pending in version order
   * @param applied what is done already
   * @param open the open gates
   */
  static Agenda of(
      Project project,
      List<Step> pending,
      Predicate<Version> applied,
      Gating gating,
      Set<String> open) {
    List<Step> due = new ArrayList<>();
    List<Step> waiting = new ArrayList<>();
    for (Step step : pending) {
      (gating.closed(step.version(), open) == null ? due : waiting).add(step);
    }
    List<Item> items = new ArrayList<>();
    Set<Phase> checked = new HashSet<>();
    for (MigrationPlan plan : project.plans()) {
      validations(plan, due, Set.of(), applied, open, checked).forEach(items::add);
    }
    Set<Version> done = new HashSet<>();
    for (Step step : due) {
      Planned planned = project.planned(step.version());
      if (planned != null && planned.phase() instanceof Phase.Contract) {
        items.add(new Contract(planned, step));
      }
      items.add(new Run(step));
      done.add(step.version());
      if (planned != null) {
        validations(planned.plan(), due, done, applied, open, checked).forEach(items::add);
      }
    }
    return new Agenda(items, waiting);
  }

  /**
   * The validations whose turn it is: all that stands before them is done, and something was done
   * before them in this run or is to be done behind them.
   */
  private static List<Validate> validations(
      MigrationPlan plan,
      List<Step> due,
      Set<Version> done,
      Predicate<Version> applied,
      Set<String> open,
      Set<Phase> checked) {
    List<Validate> validations = new ArrayList<>();
    List<Version> before = new ArrayList<>();
    List<Phase> phases = plan.zeroDowntime().phases();
    for (int i = 0; i < phases.size(); i++) {
      Phase phase = phases.get(i);
      if (phase instanceof Phase.Deploy deploy && !open.contains(deploy.gate().value())) {
        break;
      }
      phase.versions().forEach(version -> before.add(version.value()));
      if (phase instanceof Phase.Validate validate
          && !isContracted(phases.subList(i, phases.size()), applied)
          && before.stream().allMatch(version -> done.contains(version) || applied.test(version))
          && (before.stream().anyMatch(done::contains)
              || behind(phases.subList(i, phases.size()), due))
          && checked.add(phase)) {
        validations.add(new Validate(plan, validate));
      }
    }
    return validations;
  }

  /** What a contract has dropped cannot be checked any more. */
  static boolean isContracted(List<Phase> phases, Predicate<Version> applied) {
    return phases.stream()
        .filter(Phase.Contract.class::isInstance)
        .flatMap(phase -> phase.versions().stream())
        .anyMatch(version -> applied.test(version.value()));
  }

  private static boolean behind(List<Phase> phases, List<Step> due) {
    return phases.stream()
        .flatMap(phase -> phase.versions().stream())
        .map(At::value)
        .anyMatch(version -> due.stream().anyMatch(step -> step.version().equals(version)));
  }
}
