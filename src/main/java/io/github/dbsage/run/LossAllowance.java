package io.github.dbsage.run;

import io.github.dbsage.model.Identifiers;
import io.github.dbsage.model.SchemaObject;
import java.util.ArrayList;
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

  /** Whether a table or column, or the table that it is a part of, is one of them. */
  public boolean names(SchemaObject object) {
    String schema = object.name().schema();
    List<String> table =
        schema == null ? List.of(object.name().name()) : List.of(schema, object.name().name());
    String part = object.part();
    if (part == null || names.contains(table)) {
      return names.contains(table);
    }
    List<String> column = new ArrayList<>(table);
    column.add(part);
    return names.contains(column);
  }

  boolean covers(Loss loss) {
    return loss.names().stream().anyMatch(names::contains);
  }
}
