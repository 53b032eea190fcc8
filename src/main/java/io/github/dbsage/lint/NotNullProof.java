package io.github.dbsage.lint;

import io.github.dbsage.sql.tree.Expr;
import java.util.List;

/**
 * Whether a validated CHECK spares SET NOT NULL its scan, as PostgreSQL 12 and later decide it.
 * That {@code c > 0} is never true of NULL does not count there: a CHECK is also satisfied where it
 * is NULL itself.
 */
public final class NotNullProof {

  private NotNullProof() {}

  /** Whether a row that satisfies the CHECK has a value in the column. */
  public static boolean proves(Expr check, String column) {
    if (check instanceof Expr.NullTest test) {
      return !test.isNull() && isOf(test.value(), column);
    }
    if (check instanceof Expr.Operation operation) {
      return operation.operator().equals("IS DISTINCT FROM") && withNull(operation, column);
    }
    if (check instanceof Expr.Logic logic) {
      List<Expr> parts = logic.parts();
      return switch (logic.kind()) {
        case AND -> parts.stream().anyMatch(part -> proves(part, column));
        case OR -> either(parts, column);
        case NOT -> parts.stream().allMatch(part -> refutes(part, column));
      };
    }
    return false;
  }

  /** Whether a row of which the expression is not true has a value in the column. */
  private static boolean refutes(Expr expression, String column) {
    if (expression instanceof Expr.NullTest test) {
      return test.isNull() && isColumn(test.value(), column);
    }
    if (expression instanceof Expr.Operation operation) {
      return operation.operator().equals("IS NOT DISTINCT FROM") && withNull(operation, column);
    }
    if (expression instanceof Expr.Logic logic) {
      List<Expr> parts = logic.parts();
      return switch (logic.kind()) {
        case AND -> parts.stream().allMatch(part -> refutes(part, column));
        case OR -> parts.stream().anyMatch(part -> refutes(part, column));
        case NOT -> parts.stream().allMatch(part -> proves(part, column));
      };
    }
    return false;
  }

  /** Branches that are never taken, {@code OR false}, do not matter; one must. */
  private static boolean either(List<Expr> branches, String column) {
    List<Expr> open = branches.stream().filter(branch -> !isFalse(branch)).toList();
    return !open.isEmpty() && open.stream().allMatch(branch -> proves(branch, column));
  }

  private static boolean isFalse(Expr expression) {
    return expression instanceof Expr.Constant constant
        && constant.kind() == Expr.Literal.BOOLEAN
        && constant.text().equals("false");
  }

  private static boolean withNull(Expr.Operation operation, String column) {
    return operation.left() != null
        && isColumn(operation.left(), column)
        && operation.right() instanceof Expr.Constant constant
        && constant.kind() == Expr.Literal.NULL;
  }

  /** A row IS NOT NULL where every value in it is. */
  private static boolean isOf(Expr value, String column) {
    return isColumn(value, column)
        || (value instanceof Expr.Compound row
            && row.kind().equals("RowExpr")
            && row.parts().stream().anyMatch(part -> isColumn(part, column)));
  }

  private static boolean isColumn(Expr value, String column) {
    return value instanceof Expr.Column found && found.name().equals(column);
  }
}
