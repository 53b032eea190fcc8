package io.github.dbsage.sql.tree;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column's definition.
 *
 * @param type null where the grammar has none ({@code OF type}, {@code CREATE TABLE AS})
 * @param constraints in order, defaults among them
 * @param collation null where it is the type's own
 * @param at offset in the statement's text, in chars
 */
public record Column(
    String name,
    @Nullable Type type,
    List<Constraint> constraints,
    @Nullable String collation,
    int at) {

  public Column {
    constraints = List.copyOf(constraints);
  }

  /** The first constraint of a kind, or null. */
  public @Nullable Constraint constraint(Constraint.Kind kind) {
    return constraints.stream().filter(c -> c.kind() == kind).findFirst().orElse(null);
  }

  /** Whether it has one of a kind. */
  public boolean has(Constraint.Kind kind) {
    return constraint(kind) != null;
  }

  /** {@code serial}, {@code bigserial}, {@code smallserial} and their other names. */
  public boolean isSerial() {
    return type != null
        && type.name().schema() == null
        && switch (type.base()) {
          case "serial", "serial2", "serial4", "serial8", "bigserial", "smallserial" -> true;
          default -> false;
        };
  }

  /** Whether NULL is refused by its own definition. */
  public boolean isNotNull() {
    return has(Constraint.Kind.NOT_NULL)
        || has(Constraint.Kind.PRIMARY_KEY)
        || has(Constraint.Kind.IDENTITY)
        || isSerial();
  }
}
