package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Action;

/** ALTER COLUMN … DROP NOT NULL. */
final class DropNotNull implements Rule {

  @Override
  public About about() {
    return new About(
        "DROP_NOT_NULL",
        Severity.INFO,
        "Without NOT NULL the column may hold what its readers do not expect",
        "Nothing is read or written, but from now on the application may meet NULL where it never"
            + " did, and the way back reads the whole table.",
        "An application that knows what NULL means there is not harmed. A table that is created in"
            + " the same migration has no readers yet.",
        "Deploy the code that understands NULL first.");
  }

  @Override
  public void judge(Scene scene) {
    Relation table = Sql.tableInUse(scene);
    if (table == null) {
      return;
    }
    for (Action.DropNotNull drop : scene.actions(Action.DropNotNull.class)) {
      scene.find(
          this, -1, drop.column() + " of " + table.name() + " may be NULL from now on", null);
    }
  }
}
