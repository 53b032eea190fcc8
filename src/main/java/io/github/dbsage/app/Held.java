package io.github.dbsage.app;

import io.github.dbsage.model.Step;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.MigrationPlan;
import java.util.HashSet;
import java.util.Set;

/**
 * Plans that do not go on in this run, because a check failed or a contract was refused; the
 * migration that mends it may be in no plan, so others run.
 */
final class Held {

  private final Gatekeeper gates;
  private final Set<MigrationPlan> plans = new HashSet<>();
  private final Set<Version> versions = new HashSet<>();

  Held(Gatekeeper gates) {
    this.gates = gates;
  }

  void hold(MigrationPlan plan) {
    plans.add(plan);
  }

  boolean isHeld(MigrationPlan plan) {
    return plans.contains(plan);
  }

  /** Whether a migration belongs to a plan that does not go on, or builds upon one that does. */
  boolean isHeld(Step step) {
    if (plans.isEmpty()) {
      return false;
    }
    MigrationPlan plan = gates.plan(step);
    boolean held = (plan != null && isHeld(plan)) || gates.buildsUpon(step, versions);
    if (held) {
      versions.add(step.version());
    }
    return held;
  }
}
