package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Tree;

/** DROP DATABASE. */
final class DropDatabase implements Rule {

  @Override
  public About about() {
    return new About(
        "DROP_DATABASE",
        Severity.ERROR,
        "Dropping a database",
        "Everything in it is gone, and no transaction brings it back: DROP DATABASE runs outside of"
            + " one.",
        "A database that the same migration creates. In the contract phase of a plan it is what"
            + " was planned.",
        "Take a dump, see in pg_stat_activity that nobody connects to it, and drop it by hand.");
  }

  @Override
  public void judge(Scene scene) {
    if (scene.tree() instanceof Tree.DropDatabase drop
        && !scene.isNew(scene.state().database(drop.name()))) {
      Dropped.tell(this, scene, "database " + drop.name() + " goes with all that is in it", null);
    }
  }
}
