package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Kind;
import io.github.dbsage.sql.tree.Tree;

/** DROP SCHEMA. */
final class DropSchema implements Rule {

  @Override
  public About about() {
    return new About(
        "DROP_SCHEMA",
        Severity.ERROR,
        "Dropping a schema that may be in use",
        "The running application gets errors from each statement that names it; with CASCADE every"
            + " table in it goes with its rows.",
        "A schema that the same migration creates, and IF EXISTS of one that an earlier migration"
            + " has dropped. In the contract phase of a plan it is what was planned.",
        "Deploy a version that does not use the schema, then drop it in the contract phase, after"
            + " what stands in it, without CASCADE.");
  }

  @Override
  public void judge(Scene scene) {
    if (scene.tree() instanceof Tree.Drop drop && drop.kind() == Kind.SCHEMA) {
      for (QualifiedName name : drop.names()) {
        if (!Dropped.isHarmless(scene, drop.kind(), name, drop.ifExists())) {
          String shown = "schema " + name.name();
          String what = drop.cascade() ? " goes with all that stands in it" : " goes";
          Dropped.tell(this, scene, shown + what, Dropped.plan(scene, shown));
        }
      }
    }
  }
}
