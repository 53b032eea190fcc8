package io.github.dbsage.lint;

import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.sql.tree.Expr;
import java.util.function.Function;

public enum Volatility {
  IMMUTABLE,
  STABLE,
  VOLATILE,
  UNKNOWN;

  public static Volatility of(Expr e, Function<QualifiedName, Volatility> user) {
    return e.parts().isEmpty() ? STABLE : user.apply(new QualifiedName(null, "x"));
  }
}
