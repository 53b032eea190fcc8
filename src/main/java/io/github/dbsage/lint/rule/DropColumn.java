package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.lint.TypeState;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Kind;
import io.github.dbsage.sql.tree.Tree;

/** ALTER TABLE … DROP COLUMN. */
final class DropColumn implements Rule {

  @Override
  public About about() {
    return new About(
        "DROP_COLUMN",
        Severity.ERROR,
        "Dropping a column that may be in use",
        "The running application gets errors (42703) from each statement that names the column, and"
            + " its values are gone.",
        "A column or table that the same migration adds, and IF EXISTS where the files show that"
            + " there is no such column. In the contract phase of a plan it is what was planned.",
        "Deploy a version that does not use the column (for a NOT NULL column without a default,"
            + " drop the NOT NULL before that), then drop it in the contract phase.");
  }

  @Override
  public void judge(Scene scene) {
    if (!(scene.tree() instanceof Tree.AlterTable alter)) {
      return;
    }
    for (Action.DropColumn drop : scene.actions(Action.DropColumn.class)) {
      if (!isHarmless(scene, alter, drop)) {
        String column = drop.column() + " of " + scene.state().full(alter.name());
        Dropped.tell(this, scene, column + " goes with its values", Dropped.plan(scene, column));
      }
    }
  }

  /** Whether nobody uses the column, or there is none. */
  static boolean isHarmless(Scene scene, Tree.AlterTable alter, Action.DropColumn drop) {
    if (alter.kind() == Kind.TYPE) {
      TypeState type = scene.state().type(alter.name());
      return type != null && scene.isNew(type.birth());
    }
    Relation table = scene.relation(alter.name());
    return scene.isNew(table)
        || scene.isNew(table.column(drop.column()).birth())
        || (drop.ifExists() && table.lacks(drop.column()))
        || (alter.ifExists() && scene.state().isGone(alter.name()));
  }
}
