package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.Relation;
import io.github.dbsage.sql.tree.Expr;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a condition is true of every row. */
final class Tautology {

  private final Relation table;

  private Tautology(Relation table) {
    this.table = table;
  }

  /** Judges a condition; none at all is true of every row too. */
  static boolean is(@Nullable Expr condition, Relation table) {
    return condition == null || new Tautology(table).always(condition);
  }

  private boolean always(Expr expr) {
    if (expr instanceof Expr.Constant constant) {
      return constant.kind() == Expr.Literal.BOOLEAN && constant.text().equals("true");
    }
    if (expr instanceof Expr.Cast cast) {
      return cast.type().base().equals("bool")
          && cast.value() instanceof Expr.Constant constant
          && List.of("t", "true", "y", "yes", "on", "1").contains(constant.text());
    }
    if (expr instanceof Expr.Logic logic) {
      return switch (logic.kind()) {
        case AND -> logic.parts().stream().allMatch(this::always);
        case OR -> logic.parts().stream().anyMatch(this::always) || bothNullTests(logic.parts());
        case NOT -> logic.parts().stream().allMatch(this::never);
      };
    }
    if (expr instanceof Expr.NullTest test) {
      return !test.isNull() && isNeverNull(test.value());
    }
    return expr instanceof Expr.Operation operation && compares(operation, true);
  }

  private boolean never(Expr expr) {
    if (expr instanceof Expr.Constant constant) {
      return constant.kind() == Expr.Literal.BOOLEAN && constant.text().equals("false");
    }
    if (expr instanceof Expr.Logic logic) {
      return switch (logic.kind()) {
        case AND -> logic.parts().stream().anyMatch(this::never);
        case OR -> logic.parts().stream().allMatch(this::never);
        case NOT -> logic.parts().stream().allMatch(this::always);
      };
    }
    if (expr instanceof Expr.NullTest test) {
      return test.isNull() && isNeverNull(test.value());
    }
    return expr instanceof Expr.Operation operation && compares(operation, false);
  }

  /** {@code a IS NULL OR a IS NOT NULL}. */
  private static boolean bothNullTests(List<Expr> parts) {
    for (Expr one : parts) {
      for (Expr other : parts) {
        if (one instanceof Expr.NullTest a
            && other instanceof Expr.NullTest b
            && a.isNull()
            && !b.isNull()
            && same(a.value(), b.value())) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isNeverNull(Expr value) {
    if (value instanceof Expr.Constant constant) {
      return constant.kind() != Expr.Literal.NULL;
    }
    return value instanceof Expr.Column column
        && Boolean.TRUE.equals(table.column(column.name()).notNull());
  }

  /** Whether a comparison has one outcome, whatever the row: of a NULL alone it is unknown. */
  private static boolean compares(Expr.Operation operation, boolean outcome) {
    Expr left = operation.left();
    Expr right = operation.right();
    if (left == null || right == null) {
      return false;
    }
    Integer order = order(left, right);
    if (order == null) {
      return false;
    }
    return switch (operation.operator()) {
      case "=", "IS NOT DISTINCT FROM" -> (order == 0) == outcome;
      case "<>", "!=", "IS DISTINCT FROM" -> (order != 0) == outcome;
      case "<=" -> (order <= 0) == outcome;
      case ">=" -> (order >= 0) == outcome;
      case "<" -> (order < 0) == outcome;
      case ">" -> (order > 0) == outcome;
      default -> false;
    };
  }

  private static @Nullable Integer order(Expr left, Expr right) {
    if (left instanceof Expr.Column && same(left, right)) {
      return 0;
    }
    if (left instanceof Expr.Constant a
        && right instanceof Expr.Constant b
        && a.kind() == b.kind()
        && a.kind() != Expr.Literal.NULL) {
      return a.kind() == Expr.Literal.NUMBER
          ? number(a.text()).compareTo(number(b.text()))
          : Integer.valueOf(a.text().compareTo(b.text()));
    }
    return null;
  }

  /** The grammar also takes {@code 0x1F} and {@code 1_000}. */
  private static BigDecimal number(String text) {
    try {
      return new BigDecimal(text.replace("_", ""));
    } catch (NumberFormatException e) {
      return new BigDecimal(text.hashCode());
    }
  }

  /** The same column; of two with a table in front, of the same table. */
  private static boolean same(Expr one, Expr other) {
    return one instanceof Expr.Column a
        && other instanceof Expr.Column b
        && a.path().equals(b.path());
  }
}
