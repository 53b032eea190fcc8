package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Column;

/** ADD COLUMN of a serial type. */
final class AddColumnSerial implements Rule {

  @Override
  public About about() {
    return new About(
        "ADD_COLUMN_SERIAL",
        Severity.ERROR,
        "A new serial column rewrites the table",
        "Each row gets a number of its own, so every row is written anew under ACCESS EXCLUSIVE:"
            + " nobody reads or writes the table until that is done.",
        "A table that is created together with the column has no rows yet. A sequence as the"
            + " default of a column that exists already touches no row.",
        "Add the column without a default, make its sequence, let new rows take numbers from it,"
            + " and number the old rows in batches.");
  }

  @Override
  public void judge(Scene scene) {
    for (Column column : Sql.addedColumns(scene)) {
      if (column.isSerial()) {
        scene.find(
            this,
            column.at(),
            Sql.shown(scene) + " is rewritten to number its rows in " + column.name(),
            Sql.fix(scene, Numbering.of(scene, column)));
      }
    }
  }
}
