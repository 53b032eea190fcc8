package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Tree;

/** UPDATE and DELETE of every row. */
final class MassDml implements Rule {

  @Override
  public About about() {
    return new About(
        "MASS_DML",
        Severity.WARNING,
        "An UPDATE or DELETE of every row in one transaction",
        "Every row stays locked until the end, its old version stays in the table, and replicas"
            + " and autovacuum fall behind; when it fails near its end, everything is done again.",
        "A condition that names rows by a value writes few of them. A table that the same"
            + " migration creates is nobody's yet, and a temporary one is nobody else's.",
        "A .backfill.yaml: it writes a batch at a time, commits each of them, and continues where"
            + " it stopped.");
  }

  @Override
  public void judge(Scene scene) {
    boolean merges = scene.tree() instanceof Tree.Merge;
    Reach.Write write = merges ? Reach.Write.ofPairs(scene.tree()) : Reach.Write.of(scene.tree());
    if (write == null) {
      return;
    }
    Relation table = scene.relation(write.target());
    if (scene.isNew(table) || !Reach.isEveryRow(scene, write)) {
      return;
    }
    boolean deletes = write.columns().isEmpty();
    int at = write.where() == null ? -1 : write.where().at();
    String message =
        (write.where() == null ? "without a condition" : "with a condition that is always true")
            + " every row of "
            + table.name()
            + (deletes ? " is deleted" : " is written anew")
            + " in one transaction";
    scene.find(this, at, message, merges ? null : fix(scene, write));
  }

  private static String fix(Scene scene, Reach.Write write) {
    return Sql.lines(
        "# instead of this statement, a " + Sql.backfillFile(scene) + ":",
        Rewritten.of(scene, write));
  }
}
