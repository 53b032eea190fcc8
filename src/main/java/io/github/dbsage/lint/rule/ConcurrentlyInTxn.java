package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Tree;

/** CONCURRENTLY inside a transaction. */
final class ConcurrentlyInTxn implements Rule {

  @Override
  public About about() {
    return new About(
        "CONCURRENTLY_IN_TXN",
        Severity.ERROR,
        "CONCURRENTLY cannot run inside a transaction",
        "The server refuses it (SQLSTATE 25001), and the migration fails.",
        "As a statement of the file itself it is run by itself, outside any"
            + " transaction, without a directive. REFRESH MATERIALIZED VIEW CONCURRENTLY"
            + " may stand in a transaction.",
        "Take it out of the DO block, function or BEGIN … COMMIT, and remove"
            + " transaction=true: the plugin then runs it by itself.");
  }

  /** A file that forces its statements into a transaction is told so when it is read. */
  @Override
  public void judge(Scene scene) {
    if (scene.inside().what() != null && isConcurrent(scene.tree())) {
      String message = "CONCURRENTLY inside " + scene.inside().what() + " fails";
      scene.find(this, -1, message, Sql.outside(scene));
    }
  }

  private static boolean isConcurrent(Tree tree) {
    return (tree instanceof Tree.CreateIndex create && create.concurrently())
        || (tree instanceof Tree.Drop drop && drop.concurrently())
        || (tree instanceof Tree.Reindex reindex && reindex.concurrently())
        || (tree instanceof Tree.AlterTable alter
            && alter.actions().stream()
                .anyMatch(a -> a instanceof Action.DetachPartition d && d.concurrently()));
  }
}
