package io.github.dbsage.plan;

import io.github.dbsage.model.Place;
import io.github.dbsage.model.Version;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A version in a plan.
 *
 * @param at where the plan names it
 * @param phase the phase that it is in; null where the plan only tells its dependencies
 * @param gates the names of all {@code deploy} phases before it, in order
 */
public record Planned(
    MigrationPlan plan, Version version, Place at, @Nullable Phase phase, List<String> gates) {

  public Planned {
    gates = List.copyOf(gates);
  }

  /** The last gate before it; null where none is. */
  public @Nullable String lastGate() {
    return gates.isEmpty() ? null : gates.get(gates.size() - 1);
  }

  /** The versions of a plan's phases, in order; one that stands there twice is there twice. */
  public static List<Planned> of(MigrationPlan plan) {
    List<Planned> planned = new ArrayList<>();
    List<String> gates = new ArrayList<>();
    for (Phase phase : plan.zeroDowntime().phases()) {
      if (phase instanceof Phase.Deploy deploy) {
        gates.add(deploy.gate().value());
      }
      for (At<Version> version : phase.versions()) {
        planned.add(new Planned(plan, version.value(), version.at(), phase, gates));
      }
    }
    return planned;
  }
}
