package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Kind;
import io.github.dbsage.sql.tree.Tree;

/** DROP TABLE. */
final class DropTable implements Rule {

  @Override
  public About about() {
    return new About(
        "DROP_TABLE",
        Severity.ERROR,
        "Dropping a table that may be in use",
        "The running application gets errors (42P01) from each statement that names the table, and"
            + " its rows are gone.",
        "A table that the same migration creates, a temporary one, and IF EXISTS of what an earlier"
            + " migration has dropped. In the contract phase of a plan it is what was planned.",
        "Deploy a version that does not use the table, then drop it in the contract phase.");
  }

  @Override
  public void judge(Scene scene) {
    if (!(scene.tree() instanceof Tree.Drop drop)
        || (drop.kind() != Kind.TABLE && drop.kind() != Kind.FOREIGN_TABLE)) {
      return;
    }
    for (QualifiedName name : drop.names()) {
      if (!Dropped.isHarmless(scene, drop.kind(), name, drop.ifExists())) {
        Relation table = scene.relation(name);
        String rows =
            table.parent() == null
                ? " goes with its rows"
                : " goes with its rows, which are part of " + table.parent().name();
        String shown = table.name().toString();
        Dropped.tell(this, scene, shown + rows, Dropped.plan(scene, shown));
      }
    }
  }
}
