package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Tree;

/** DETACH PARTITION without CONCURRENTLY. */
final class DetachBlocking implements Rule {

  @Override
  public About about() {
    return new About(
        "DETACH_BLOCKING",
        Severity.WARNING,
        "DETACH PARTITION without CONCURRENTLY locks the whole partitioned table",
        "It needs ACCESS EXCLUSIVE on the parent: every query of every partition"
            + " waits while it waits.",
        "A parent or a partition that is created in the same migration is nobody's" + " yet.",
        "DETACH PARTITION … CONCURRENTLY (PostgreSQL 14 and later), outside a"
            + " transaction; not where there is a DEFAULT partition.");
  }

  @Override
  public void judge(Scene scene) {
    for (Action.DetachPartition detach : scene.actions(Action.DetachPartition.class)) {
      Relation parent = Sql.table(scene);
      boolean fresh = scene.isNew(parent) || scene.isNew(scene.relation(detach.partition()));
      if (detach.concurrently() || detach.finish() || fresh) {
        continue;
      }
      String fix =
          "ALTER TABLE "
              + Sql.name(((Tree.AlterTable) scene.tree()).name())
              + " DETACH PARTITION "
              + Sql.name(detach.partition())
              + " CONCURRENTLY;";
      scene.find(
          this,
          -1,
          parent.name() + " is locked against everybody",
          scene.inside().what() != null
              ? null
              : parent.hasDefaultPartition() ? quietly(scene) : fix);
    }
  }

  /** Beside a DEFAULT partition there is no CONCURRENTLY. */
  static String quietly(Scene scene) {
    String statement = Sql.statement(scene).replaceAll("(?i)\\s+CONCURRENTLY(?=\\s*;$)", "");
    return Sql.lines(
        "-- beside a DEFAULT partition there is no CONCURRENTLY: at a quiet moment",
        Sql.suppressed("DETACH_BLOCKING", statement));
  }
}
