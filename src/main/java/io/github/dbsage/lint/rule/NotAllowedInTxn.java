package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Kind;
import io.github.dbsage.sql.tree.Tree;
import java.util.Set;

/** A statement that runs in no transaction, in one. */
final class NotAllowedInTxn implements Rule {

  @Override
  public About about() {
    return new About(
        "NOT_ALLOWED_IN_TXN",
        Severity.ERROR,
        "This statement cannot run inside a transaction",
        "The server refuses it (SQLSTATE 25001), and the migration fails.",
        "As a statement of the file itself it is run by itself, without a" + " directive.",
        "Take it out of the DO block, function or BEGIN … COMMIT, and remove"
            + " transaction=true: the plugin then runs it by itself.");
  }

  private static final Set<String> NODES =
      Set.of(
          "CreatedbStmt",
          "AlterSystemStmt",
          "CreateTableSpaceStmt",
          "DropTableSpaceStmt",
          "CreateSubscriptionStmt");

  /** A file that forces its statements into a transaction is told so when it is read. */
  @Override
  public void judge(Scene scene) {
    if (scene.inside().what() != null && isAlone(scene.tree())) {
      scene.find(this, -1, "inside " + scene.inside().what() + " it fails", Sql.outside(scene));
    }
  }

  private static boolean isAlone(Tree tree) {
    return (tree instanceof Tree.Vacuum vacuum && vacuum.vacuum())
        || tree instanceof Tree.DropDatabase
        || (tree instanceof Tree.Cluster cluster && cluster.table() == null)
        || (tree instanceof Tree.Reindex reindex
            && !reindex.concurrently()
            && reindex.kind() != Kind.INDEX
            && reindex.kind() != Kind.TABLE)
        || (tree instanceof Tree.Other other && NODES.contains(other.node()));
  }
}
