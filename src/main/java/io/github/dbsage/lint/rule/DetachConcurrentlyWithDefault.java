package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Action;

/** DETACH PARTITION CONCURRENTLY beside a DEFAULT partition. */
final class DetachConcurrentlyWithDefault implements Rule {

  @Override
  public About about() {
    return new About(
        "DETACH_CONCURRENTLY_WITH_DEFAULT",
        Severity.ERROR,
        "DETACH PARTITION CONCURRENTLY fails where there is a DEFAULT partition",
        "The server refuses it (SQLSTATE 55000), and the migration fails.",
        "Without a DEFAULT partition it works.",
        "Detach without CONCURRENTLY at a quiet moment.");
  }

  @Override
  public void judge(Scene scene) {
    for (Action.DetachPartition detach : scene.actions(Action.DetachPartition.class)) {
      Relation parent = Sql.table(scene);
      if (detach.concurrently() && parent.hasDefaultPartition()) {
        scene.find(
            this, -1, parent.name() + " has a DEFAULT partition", DetachBlocking.quietly(scene));
      }
    }
  }
}
