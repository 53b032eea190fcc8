package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Tree;

/** CREATE TRIGGER, ENABLE and DISABLE TRIGGER. */
final class TriggerLock implements Rule {

  @Override
  public About about() {
    return new About(
        "TRIGGER_LOCK",
        Severity.INFO,
        "Creating or switching a trigger blocks writes for a moment",
        "Writers wait for SHARE ROW EXCLUSIVE on the table: short, but it queues"
            + " behind every transaction that writes to it.",
        "A table that is created in the same migration is nobody's yet.",
        "Nothing to change where the table is not written to without pause: the"
            + " plugin tries again with a short lock_timeout.");
  }

  @Override
  public void judge(Scene scene) {
    if (scene.tree() instanceof Tree.CreateTrigger create) {
      Relation table = scene.relation(create.table());
      if (!scene.isNew(table)) {
        scene.find(this, -1, "writers to " + table.name() + " wait for a moment", null);
      }
    } else if (!scene.actions(Action.Triggers.class).isEmpty()) {
      Relation table = Sql.table(scene);
      if (!scene.isNew(table)) {
        scene.find(this, -1, "writers to " + table.name() + " wait for a moment", null);
      }
    }
  }
}
