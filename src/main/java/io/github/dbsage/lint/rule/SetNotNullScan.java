package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.AddedColumn;
import io.github.dbsage.lint.ConstraintState;
import io.github.dbsage.lint.NotNull;
import io.github.dbsage.lint.NotNullProof;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Column;
import io.github.dbsage.sql.tree.Constraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
        Sql.shown(scene) + " is read whole to prove that " + column.name() + " holds no NULL",
        Sql.fix(scene, lines));
  }

  private void judge(Scene scene, String column, int at) {
    Relation table = Sql.tableInUse(scene);
    if (table == null || isReadAnyway(scene, column)) {
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

  /**
   * It is a new column that brings NOT NULL along or is written for each row; where it has no
   * value, ADD_COLUMN_NOT_NULL_NO_DEFAULT tells.
   */
  private static boolean isReadAnyway(Scene scene, String name) {
    return scene.actions(Action.AddColumn.class).stream()
        .map(Action.AddColumn::column)
        .filter(column -> column.name().equals(name))
        .anyMatch(
            column ->
                column.isNotNull()
                    || AddedColumn.of(scene.state(), column).reason() != AddedColumn.Reason.NONE
                    || AddedColumn.defaultOf(scene.state(), column) == null);
  }

  /** The safe way, in the words of the statement. */
  static List<String> steps(Scene scene, String column) {
    String table = "ALTER TABLE " + Sql.tableName(scene);
    List<String> lines = new ArrayList<>();
    String check = waiting(scene, column);
    if (check == null) {
      check = Sql.bareTableName(scene) + "_" + column + "_present";
      lines.add(
          table
              + " ADD CONSTRAINT "
              + Sql.name(check)
              + " CHECK ("
              + Sql.name(column)
              + " IS NOT NULL) NOT VALID;");
      lines.add("-- in the next migration:");
    }
    lines.add(table + " VALIDATE CONSTRAINT " + Sql.name(check) + ";");
    lines.add("-- in the one after it:");
    lines.add(table + " ALTER COLUMN " + Sql.name(column) + " SET NOT NULL;");
    lines.add(table + " DROP CONSTRAINT " + Sql.name(check) + ";");
    return lines;
  }

  /** The safe way for a column that another statement has added. */
  static List<String> steps(QualifiedName of, String column) {
    String table = "ALTER TABLE " + Sql.name(of);
    String check = Sql.name(of.name() + "_" + column + "_present");
    return List.of(
        table
            + " ADD CONSTRAINT "
            + check
            + " CHECK ("
            + Sql.name(column)
            + " IS NOT NULL) NOT VALID;",
        "-- in the next migration:",
        table + " VALIDATE CONSTRAINT " + check + ";",
        "-- in the one after it:",
        table + " ALTER COLUMN " + Sql.name(column) + " SET NOT NULL;",
        table + " DROP CONSTRAINT " + check + ";");
  }

  /** A CHECK that would be proof if it were validated. */
  private static @Nullable String waiting(Scene scene, String column) {
    Relation table = Sql.tableInUse(scene);
    if (table == null) {
      return null;
    }
    Set<String> dropped = Sql.droppedConstraints(scene);
    return table.constraints().stream()
        .filter(check -> check.kind() == Constraint.Kind.CHECK && check.enforced())
        .filter(check -> !check.validated() && !dropped.contains(check.name()))
        .filter(
            check -> check.expression() != null && NotNullProof.proves(check.expression(), column))
        .map(ConstraintState::name)
        .findFirst()
        .orElse(null);
  }
}
