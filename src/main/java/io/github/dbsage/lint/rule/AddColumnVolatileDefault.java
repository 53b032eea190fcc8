package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.AddedColumn;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Column;
import io.github.dbsage.sql.tree.Tree;

/** ADD COLUMN with a default that differs from row to row. */
final class AddColumnVolatileDefault implements Rule {

  @Override
  public About about() {
    return new About(
        "ADD_COLUMN_VOLATILE_DEFAULT",
        Severity.ERROR,
        "A new column with a volatile default rewrites the table",
        "Every row is written anew under ACCESS EXCLUSIVE: nobody reads or writes the table until"
            + " that is done.",
        "Constants and stable functions (now(), CURRENT_DATE) are stored once, whatever the size"
            + " of the table. A table that is created together with the column has no rows yet.",
        "Add the column without a default, set the default for new rows, and fill the old rows in"
            + " batches.");
  }

  @Override
  public void judge(Scene scene) {
    for (Action.AddColumn add : scene.actions(Action.AddColumn.class)) {
      Relation table = Sql.table(scene);
      AddedColumn added = AddedColumn.of(scene.state(), add.column());
      if (added.reason() != AddedColumn.Reason.VOLATILE_DEFAULT || scene.isNew(table)) {
        continue;
      }
      Column column = add.column();
      int at = added.culprit() == null ? column.at() : added.culprit().at();
      String message =
          "the default of "
              + column.name()
              + " is "
              + (added.certain() ? "" : "perhaps ")
              + "volatile: "
              + table.name()
              + " is rewritten";
      if (added.certain()) {
        scene.find(this, at, message, fix(scene, column));
      } else {
        scene.suspect(this, at, message, "the function's volatility", fix(scene, column));
      }
    }
  }

  private static String fix(Scene scene, Column column) {
    Tree.AlterTable alter = (Tree.AlterTable) scene.tree();
    String table = Sql.name(alter.name());
    String name = Sql.name(column.name());
    return Sql.lines(
        "ALTER TABLE " + table + " ADD COLUMN " + name + " " + column.type() + ";",
        "ALTER TABLE "
            + table
            + " ALTER COLUMN "
            + name
            + " SET DEFAULT "
            + Sql.defaultOf(scene, column)
            + ";",
        "-- then fill the old rows in batches: a .backfill.yaml with",
        "--   set: { " + column.name() + ": " + Sql.defaultOf(scene, column) + " }");
  }
}
