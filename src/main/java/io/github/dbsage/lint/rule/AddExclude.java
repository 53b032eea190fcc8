package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Constraint;

/** An exclusion constraint on a table in use. */
final class AddExclude implements Rule {

  @Override
  public About about() {
    return new About(
        "ADD_EXCLUDE",
        Severity.ERROR,
        "Adding an exclusion constraint builds its index under the strongest lock",
        "The index is built, and every row compared with the others, under ACCESS EXCLUSIVE: nobody"
            + " reads or writes the table until that is done.",
        "A table that is created together with its constraint has no rows yet.",
        "There is no safe way on a table in use: PostgreSQL takes over no existing index for an"
            + " exclusion constraint and knows no NOT VALID for it. Measure how long it takes on a"
            + " copy and plan that downtime, or create a new table with the constraint and move the"
            + " rows and the application over to it.");
  }

  @Override
  public void judge(Scene scene) {
    for (AddedConstraint added : AddedConstraint.of(scene, Constraint.Kind.EXCLUDE)) {
      scene.find(
          this,
          added.constraint().at(),
          "the index of " + added.name() + " is built while nobody can use " + Sql.shown(scene),
          Sql.lines(
              "-- there is no safe way on a table in use; measure it on a copy, and in a window:",
              Sql.suppressed("ADD_EXCLUDE", Sql.statement(scene))));
    }
  }
}
