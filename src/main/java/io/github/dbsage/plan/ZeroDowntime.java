package io.github.dbsage.plan;

import io.github.dbsage.model.QualifiedName;
import java.util.List;

/**
 * How old and new application versions live together.
 *
 * @param hotTables tables with so much traffic that no lock on them is short
 * @param phases in the order in which they happen
 */
public record ZeroDowntime(List<At<QualifiedName>> hotTables, List<Phase> phases) {

  public ZeroDowntime {
    hotTables = List.copyOf(hotTables);
    phases = List.copyOf(phases);
  }

  /** The names of its gates, in their order. */
  public List<String> gates() {
    return phases.stream()
        .filter(Phase.Deploy.class::isInstance)
        .map(phase -> ((Phase.Deploy) phase).gate().value())
        .toList();
  }
}
