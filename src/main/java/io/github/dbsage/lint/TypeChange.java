package io.github.dbsage.lint;

import io.github.dbsage.sql.tree.Expr;
import io.github.dbsage.sql.tree.Type;
import org.jspecify.annotations.Nullable;

public final class TypeChange {
  private TypeChange() {}

  public enum Verdict {
    NONE,
    SCAN,
    REWRITE,
    UNKNOWN
  }

  public static Verdict of(
      Type from, Type to, String column, @Nullable Expr using, @Nullable String zone) {
    return from.sameAs(to) && column.isEmpty() && using == null && zone == null
        ? Verdict.NONE
        : Verdict.REWRITE;
  }
}
