package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Tree;
import java.util.Set;

/** UPDATE or DELETE in a loop of PL/pgSQL. */
final class LoopBackfill implements Rule {

  /** The plugin keeps them itself. */
  private static final Set<String> OURS = Set.of("schema_migrations", "migration_progress");

  @Override
  public About about() {
    return new About(
        "LOOP_BACKFILL",
        Severity.ERROR,
        "The batches of a loop are one transaction",
        "A DO block or function commits nothing on its way: every row that a batch has written stays"
            + " locked until the last batch, its old version stays in the table, and after an"
            + " error all of it begins again.",
        "A table that the same migration creates is nobody's yet. A loop that says COMMIT behind each"
            + " batch, in a file that forces no transaction, does commit.",
        "A .backfill.yaml: each batch is committed, several workers may run, and it continues where"
            + " it stopped.");
  }

  @Override
  public void judge(Scene scene) {
    Reach.Write write = Reach.Write.of(scene.tree());
    if (write == null || scene.inside().batch() == null) {
      return;
    }
    Relation table = scene.relation(write.target());
    if (scene.isNew(table) || OURS.contains(table.name().name())) {
      return;
    }
    String message =
        "the loop "
            + (scene.tree() instanceof Tree.Delete ? "deletes" : "updates")
            + " rows of "
            + table.name()
            + " in a single transaction, however small its batches are";
    String fix =
        Sql.lines(
            "# instead of the loop, a " + Sql.backfillFile(scene) + ":",
            Rewritten.of(scene, write));
    scene.find(this, -1, message, fix);
  }
}
