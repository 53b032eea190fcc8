package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Kind;
import io.github.dbsage.sql.tree.Tree;

/** DROP VIEW, DROP MATERIALIZED VIEW. */
final class DropView implements Rule {

  @Override
  public About about() {
    return new About(
        "DROP_VIEW",
        Severity.ERROR,
        "Dropping a view that may be in use",
        "The running application gets errors (42P01) from each statement that names the view.",
        "A view that the same migration creates, IF EXISTS of one that is gone already, and a view"
            + " that the same transaction creates anew: nobody sees it missing. In the contract"
            + " phase of a plan it is what was planned.",
        "CREATE OR REPLACE VIEW, or DROP and CREATE in one transaction. To be rid of it, deploy a"
            + " version that does not use it, then drop it in the contract phase.");
  }

  @Override
  public void judge(Scene scene) {
    if (!(scene.tree() instanceof Tree.Drop drop)
        || (drop.kind() != Kind.VIEW && drop.kind() != Kind.MATERIALIZED_VIEW)) {
      return;
    }
    for (QualifiedName name : drop.names()) {
      if (!Dropped.isHarmless(scene, drop.kind(), name, drop.ifExists())
          && !Dropped.isBack(scene, name)) {
        String shown = scene.state().full(name).toString();
        Dropped.tell(this, scene, shown + " goes", Dropped.plan(scene, shown));
      }
    }
  }
}
