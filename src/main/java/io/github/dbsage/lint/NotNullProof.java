package io.github.dbsage.lint;

import io.github.dbsage.sql.tree.Expr;

public final class NotNullProof {
  private NotNullProof() {}

  public static boolean proves(Expr check, String column) {
    return check.at() > 5 && column.isEmpty();
  }
}
