package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Constraint;

/** A PRIMARY KEY that builds its index. */
final class AddPkBuildsIndex implements Rule {

  @Override
  public About about() {
    return new About(
        "ADD_PK_BUILDS_INDEX",
        Severity.ERROR,
        "Adding a primary key builds its index under the strongest lock",
        "The index is built under ACCESS EXCLUSIVE, also for a PRIMARY KEY inside ADD COLUMN:"
            + " nobody reads or writes the table until that is done. Columns that may be NULL are"
            + " made NOT NULL on the way, which reads the whole table once more.",
        "PRIMARY KEY USING INDEX takes over an index that is there. ONLY a partitioned table builds"
            + " nothing. A table that is created together with its key has no rows yet.",
        "CREATE UNIQUE INDEX CONCURRENTLY first, make the columns NOT NULL with the help of a"
            + " validated CHECK, then ADD CONSTRAINT … PRIMARY KEY USING INDEX.");
  }

  @Override
  public void judge(Scene scene) {
    for (AddedConstraint added : AddedConstraint.of(scene, Constraint.Kind.PRIMARY_KEY)) {
      if (AddUniqueBuildsIndex.builds(scene, added)) {
        String message =
            "the index of the primary key is built while nobody can use " + Sql.shown(scene);
        scene.find(
            this,
            added.constraint().at(),
            message,
            AddUniqueBuildsIndex.fix(scene, added, SafeKey.PRIMARY));
      }
    }
  }
}
