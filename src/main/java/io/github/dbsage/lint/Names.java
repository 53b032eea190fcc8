package io.github.dbsage.lint;

import io.github.dbsage.sql.tree.Constraint;
import io.github.dbsage.sql.tree.Expr;
import java.util.List;

/** The names that PostgreSQL chooses where a statement gives none. */
public final class Names {

  private Names() {}

  /** A constraint's name: given, or the one that it will most likely have. */
  public static String of(Relation table, Constraint constraint) {
    String given = constraint.name();
    if (given != null) {
      return given;
    }
    String index = constraint.index();
    if (index != null) {
      return index;
    }
    String head = table.name().name();
    String columns = String.join("_", constraint.columns());
    String chosen =
        switch (constraint.kind()) {
          case PRIMARY_KEY -> head + "_pkey";
          case UNIQUE -> head + "_" + columns + "_key";
          case FOREIGN_KEY -> head + "_" + columns + "_fkey";
          case EXCLUDE -> head + "_" + columns + "_excl";
          case NOT_NULL -> head + "_" + columns + "_not_null";
          default -> check(head, constraint);
        };
    String free = chosen;
    for (int n = 1; table.constraint(free) != null; n++) {
      free = chosen + n;
    }
    return free;
  }

  private static String check(String head, Constraint constraint) {
    Expr expression = constraint.expression();
    List<String> columns =
        expression == null
            ? List.of()
            : expression.all().stream()
                .filter(Expr.Column.class::isInstance)
                .map(part -> ((Expr.Column) part).name())
                .distinct()
                .toList();
    return columns.size() == 1 ? head + "_" + columns.get(0) + "_check" : head + "_check";
  }
}
