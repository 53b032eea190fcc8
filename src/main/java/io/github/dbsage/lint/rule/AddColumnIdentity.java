package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Column;
import io.github.dbsage.sql.tree.Constraint;

/** ADD COLUMN … GENERATED … AS IDENTITY. */
final class AddColumnIdentity implements Rule {

  @Override
  public About about() {
    return new About(
        "ADD_COLUMN_IDENTITY",
        Severity.ERROR,
        "A new identity column rewrites the table",
        "Each row gets a number of its own, so every row is written anew under ACCESS EXCLUSIVE:"
            + " nobody reads or writes the table until that is done.",
        "A table that is created together with the column has no rows yet. A column that is there"
            + " and NOT NULL becomes an identity without any row being touched: ALTER COLUMN … ADD"
            + " GENERATED … AS IDENTITY.",
        "Add the column without a default, let new rows take numbers from a sequence, number the"
            + " old rows in batches, and turn the column into an identity at the end.");
  }

  @Override
  public void judge(Scene scene) {
    for (Column column : Sql.addedColumns(scene)) {
      Constraint identity = column.constraint(Constraint.Kind.IDENTITY);
      if (identity != null) {
        scene.find(
            this,
            identity.at(),
            Sql.shown(scene) + " is rewritten to number its rows in " + column.name(),
            Sql.fix(scene, Numbering.of(scene, column)));
      }
    }
  }
}
