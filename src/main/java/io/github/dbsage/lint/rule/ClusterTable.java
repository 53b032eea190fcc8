package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Tree;

/** CLUSTER. */
final class ClusterTable implements Rule {

  @Override
  public About about() {
    return new About(
        "CLUSTER",
        Severity.ERROR,
        "CLUSTER rewrites the table under ACCESS EXCLUSIVE",
        "Nobody reads or writes the table until every row is copied in the order of"
            + " the index; the disk needs room for a second copy.",
        "A temporary table is nobody else's. ALTER TABLE … CLUSTER ON only notes" + " the index.",
        "pg_repack orders a table while people work; or do it in a maintenance" + " window.");
  }

  @Override
  public void judge(Scene scene) {
    if (scene.tree() instanceof Tree.Cluster cluster) {
      QualifiedName table = cluster.table();
      if (table == null || !scene.relation(table).temporary()) {
        String what = table == null ? "every clustered table" : table.toString();
        String fix =
            Sql.lines(
                "-- leave it to pg_repack, which orders a table while people work; or, in a"
                    + " maintenance window:",
                Sql.suppressed("CLUSTER", Sql.statement(scene)));
        scene.find(this, -1, what + " is rewritten while everybody waits", fix);
      }
    }
  }
}
