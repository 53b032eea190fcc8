package io.github.dbsage.lint;

import io.github.dbsage.sql.tree.Expr;
import io.github.dbsage.sql.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries constraints over the renaming of a column. */
final class Renamed {

  private Renamed() {}

  static ConstraintState column(ConstraintState old, String from, String to) {
    List<String> columns = old.columns().stream().map(c -> c.equals(from) ? to : c).toList();
    @Nullable Expr expression = old.expression();
    return new ConstraintState(
        old.name(),
        old.kind(),
        columns,
        expression == null ? null : in(expression, from, to),
        old.target(),
        old.validated(),
        old.enforced(),
        old.noInherit(),
        old.birth());
  }

  static Tree.CreateIndex column(Tree.CreateIndex old, String from, String to) {
    @Nullable Expr where = old.where();
    return new Tree.CreateIndex(
        old.name(),
        old.table(),
        old.only(),
        old.unique(),
        old.concurrently(),
        old.ifNotExists(),
        old.method(),
        old.columns(),
        old.expressions(),
        where == null ? null : in(where, from, to),
        old.mentions());
  }

  private static Expr in(Expr expr, String from, String to) {
    if (expr instanceof Expr.Column column) {
      List<String> path = new ArrayList<>(column.path());
      if (column.name().equals(from)) {
        path.set(path.size() - 1, to);
      }
      return new Expr.Column(path, column.at());
    }
    if (expr instanceof Expr.NullTest test) {
      return new Expr.NullTest(in(test.value(), from, to), test.isNull(), test.at());
    }
    if (expr instanceof Expr.Logic logic) {
      return new Expr.Logic(logic.kind(), all(logic.parts(), from, to), logic.at());
    }
    if (expr instanceof Expr.Cast cast) {
      return new Expr.Cast(in(cast.value(), from, to), cast.type(), cast.at());
    }
    if (expr instanceof Expr.Call call) {
      return new Expr.Call(call.function(), all(call.arguments(), from, to), call.at());
    }
    if (expr instanceof Expr.Operation operation) {
      Expr left = operation.left();
      Expr right = operation.right();
      return new Expr.Operation(
          operation.operator(),
          left == null ? null : in(left, from, to),
          right == null ? null : in(right, from, to),
          operation.at());
    }
    if (expr instanceof Expr.Compound compound) {
      return new Expr.Compound(compound.kind(), all(compound.parts(), from, to), compound.at());
    }
    return expr;
  }

  private static List<Expr> all(List<Expr> parts, String from, String to) {
    return parts.stream().map(part -> in(part, from, to)).toList();
  }
}
