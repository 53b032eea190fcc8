package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.NotNull;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Constraint;
import io.github.dbsage.sql.tree.Tree;
import java.util.List;

/** SET NOT NULL without a proof. */
final class SetNotNullScan implements Rule {

  @Override
  public About about() {
    return new About(
        "SET_NOT_NULL_SCAN",
        Severity.ERROR,
        "SET NOT NULL without a validated CHECK reads the whole table",
        "Every row is read under ACCESS EXCLUSIVE: nobody reads or writes the table meanwhile; one"
            + " NULL and it fails.",
        "A validated CHECK (column IS NOT NULL) on exactly that column is proof, from an earlier"
            + " migration too: then nothing is read. A column that is NOT NULL already stays so.",
        "ADD CONSTRAINT … CHECK (column IS NOT NULL) NOT VALID, VALIDATE it in another transaction,"
            + " then SET NOT NULL, then drop the CHECK.");
  }

  @Override
  public void judge(Scene scene) {
    for (Action.SetNotNull set : scene.actions(Action.SetNotNull.class)) {
      judge(scene, set.column(), -1);
    }
    for (Action.AddConstraint add : scene.actions(Action.AddConstraint.class)) {
      Constraint constraint = add.constraint();
      if (constraint.kind() == Constraint.Kind.NOT_NULL && !constraint.notValid()) {
        constraint.columns().forEach(column -> judge(scene, column, constraint.at()));
      }
    }
  }

  private void judge(Scene scene, String column, int at) {
    Relation table = Sql.tableInUse(scene);
    if (table == null || isAddedHere(scene, column)) {
      return;
    }
    String message = table.name() + " is read whole to prove that " + column + " holds no NULL";
    switch (NotNull.of(table, column, Sql.droppedConstraints(scene))) {
      case PROVEN -> {
        // The catalog alone is changed.
      }
      case SCAN, UNKNOWN -> scene.find(this, at, message, Sql.fix(scene, steps(scene, column)));
    }
  }

  /** It is a new column: ADD_COLUMN_NOT_NULL_NO_DEFAULT tells where it has no value. */
  private static boolean isAddedHere(Scene scene, String column) {
    return scene.actions(Action.AddColumn.class).stream()
        .anyMatch(add -> add.column().name().equals(column));
  }

  /** The safe way, in the words of the statement. */
  static List<String> steps(Scene scene, String column) {
    return scene.tree() instanceof Tree.AlterTable alter ? steps(alter.name(), column) : List.of();
  }

  /** The safe way. */
  static List<String> steps(QualifiedName of, String column) {
    String name = Sql.name(column);
    String table = Sql.name(of);
    String check = Sql.name(of.name() + "_" + column + "_present");
    return List.of(
        "ALTER TABLE "
            + table
            + " ADD CONSTRAINT "
            + check
            + " CHECK ("
            + name
            + " IS NOT NULL) NOT VALID;",
        "-- in the next migration:",
        "ALTER TABLE " + table + " VALIDATE CONSTRAINT " + check + ";",
        "-- in the one after it:",
        "ALTER TABLE " + table + " ALTER COLUMN " + name + " SET NOT NULL;",
        "ALTER TABLE " + table + " DROP CONSTRAINT " + check + ";");
  }
}
