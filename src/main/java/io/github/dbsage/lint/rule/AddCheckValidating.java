package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Constraint;

/** A CHECK that is tried on every row at once. */
final class AddCheckValidating implements Rule {

  @Override
  public About about() {
    return new About(
        "ADD_CHECK_VALIDATING",
        Severity.ERROR,
        "Adding a CHECK reads the whole table under the strongest lock",
        "Every row is read under ACCESS EXCLUSIVE, also for a CHECK inside ADD COLUMN: nobody reads"
            + " or writes the table meanwhile; one row that breaks it and it fails.",
        "NOT VALID (and NOT ENFORCED) reads nothing: new rows are checked from then on. A table"
            + " that is created together with its CHECK has no rows yet.",
        "ADD CONSTRAINT … CHECK (…) NOT VALID, then VALIDATE CONSTRAINT in another transaction,"
            + " during which everybody reads and writes.");
  }

  @Override
  public void judge(Scene scene) {
    for (AddedConstraint added : AddedConstraint.of(scene, Constraint.Kind.CHECK)) {
      if (added.looks()) {
        scene.find(
            this,
            added.constraint().at(),
            "all of " + Sql.shown(scene) + " is read to try " + added.name() + " on each row",
            Sql.fix(scene, NotValid.of(scene, added, added.words(scene))));
      }
    }
  }
}
