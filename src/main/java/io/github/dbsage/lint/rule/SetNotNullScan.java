package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.NotNull;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Column;
import io.github.dbsage.sql.tree.Constraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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
    for (Column column : Sql.addedColumns(scene)) {
      Constraint generated = column.constraint(Constraint.Kind.GENERATED);
      Constraint notNull = column.constraint(Constraint.Kind.NOT_NULL);
      if (generated != null && !generated.stored() && notNull != null) {
        virtual(scene, column, notNull);
      }
    }
  }

  /** A virtual column is computed for each row to see whether it is NULL (18 and later). */
  private void virtual(Scene scene, Column column, Constraint notNull) {
    String definition = Written.definition(scene.text(), column, Set.of(Constraint.Kind.NOT_NULL));
    List<String> lines = new ArrayList<>();
    lines.add("ALTER TABLE " + Sql.tableName(scene) + " ADD COLUMN " + definition + ";");
    lines.addAll(steps(scene, column.name()));
    scene.find(
        this,
        notNull.at(),
        Sql.tableName(scene) + " is read whole to prove that " + column.name() + " holds no NULL",
        Sql.fix(scene, lines));
  }

  private void judge(Scene scene, String column, int at) {
    Relation table = Sql.tableInUse(scene);
    if (table == null || isAddedHere(scene, column)) {
      return;
    }
    String message = table.name() + " is read whole to prove that " + column + " holds no NULL";
    // Whatever their order in the statement, PostgreSQL drops before it looks.
    Set<String> dropped =
        scene.actions(Action.DropConstraint.class).stream()
            .map(Action.DropConstraint::name)
            .collect(Collectors.toSet());
    switch (NotNull.of(table, column, dropped)) {
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
    String name = Sql.name(column);
    String table = Sql.tableName(scene);
    String check = Sql.name(Sql.bareTableName(scene) + "_" + column + "_present");
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
