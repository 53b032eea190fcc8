package io.github.dbsage.run;

import io.github.dbsage.model.Identifiers;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The tables and columns whose data a rollback may take away.
 *
 * @param names of two parts (schema, table) or three (column), as the catalog stores them
 */
public record LossAllowance(Set<List<String>> names) {

  /** Nothing. */
  public static final LossAllowance NONE = new LossAllowance(Set.of());

  public LossAllowance {
    Set<List<String>> copy = new HashSet<>();
    names.forEach(name -> copy.add(List.copyOf(name)));
    names = Set.copyOf(copy);
  }

  /** The names as they are typed, in order. */
  List<String> written() {
    return names.stream()
        .map(name -> name.stream().map(Identifiers::write).collect(Collectors.joining(".")))
        .sorted()
        .toList();
  }

  boolean covers(Loss loss) {
    return loss.names().stream().anyMatch(names::contains);
  }
}
