package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.AddedColumn;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Column;
import io.github.dbsage.sql.tree.Constraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** ADD COLUMN … NOT NULL without a value for the rows that are there. */
final class AddColumnNotNullNoDefault implements Rule {

  @Override
  public About about() {
    return new About(
        "ADD_COLUMN_NOT_NULL_NO_DEFAULT",
        Severity.ERROR,
        "A new NOT NULL column without a default fails on a table with rows",
        "The statement fails (SQLSTATE 23502) as soon as the table holds one row, so the migration"
            + " succeeds on an empty test database and fails in production.",
        "A table that is created together with the column has no rows yet. A serial, identity or"
            + " generated column has its values, and a domain may bring a default along.",
        "Give it a constant default, which rewrites nothing. Where no constant fits: add it"
            + " nullable, fill it in batches, and make it NOT NULL with the help of a validated"
            + " CHECK.");
  }

  @Override
  public void judge(Scene scene) {
    for (Column column : Sql.addedColumns(scene)) {
      int at = refusal(scene, column);
      if (at < 0
          || AddedColumn.defaultOf(scene.state(), column) != null
          || column.isSerial()
          || column.has(Constraint.Kind.IDENTITY)
          || column.has(Constraint.Kind.GENERATED)) {
        continue;
      }
      String message =
          "no row of "
              + Sql.shown(scene)
              + " has a value for "
              + column.name()
              + ", which refuses NULL";
      boolean own = column.has(Constraint.Kind.DEFAULT);
      if (own || AddedColumn.ofType(scene.state(), column.type()).certain()) {
        scene.find(this, at, message, fix(scene, column));
      } else {
        scene.suspect(
            this, at, message, "whether the type is a domain with a default", fix(scene, column));
      }
    }
  }

  /** Where it is said that the column refuses NULL, in whichever way; -1 where it is not. */
  private static int refusal(Scene scene, Column column) {
    for (Constraint constraint : column.constraints()) {
      if (refusesNull(constraint)) {
        return Math.max(constraint.at(), 0);
      }
    }
    for (Constraint constraint : Sql.addedConstraints(scene)) {
      if (refusesNull(constraint) && constraint.columns().contains(column.name())) {
        return Math.max(constraint.at(), 0);
      }
    }
    return scene.actions(Action.SetNotNull.class).stream()
            .anyMatch(set -> set.column().equals(column.name()))
        ? Math.max(column.at(), 0)
        : -1;
  }

  private static boolean refusesNull(Constraint constraint) {
    return (constraint.kind() == Constraint.Kind.NOT_NULL && !constraint.notValid())
        || constraint.kind() == Constraint.Kind.PRIMARY_KEY;
  }

  private static @Nullable String fix(Scene scene, Column column) {
    String definition =
        Written.definition(
            scene.text(),
            column,
            Set.of(Constraint.Kind.DEFAULT, Constraint.Kind.NOT_NULL, Constraint.Kind.PRIMARY_KEY));
    String add = "ALTER TABLE " + Sql.tableName(scene) + " ADD COLUMN " + definition;
    if (column.has(Constraint.Kind.PRIMARY_KEY)) {
      return Sql.fix(
          scene,
          List.of(
              add + ";",
              "-- then fill it in batches, make it NOT NULL behind a validated CHECK,",
              "-- and give the table its key by an index that was built concurrently"));
    }
    List<String> lines = new ArrayList<>();
    lines.add("-- where a constant fits the old rows:");
    lines.add(add + " NOT NULL DEFAULT <constant>;");
    lines.add("-- where none does:");
    lines.add(add + ";");
    lines.addAll(Fill.backfill(scene, column, "<its value>"));
    lines.add("-- in the one after it:");
    lines.addAll(SetNotNullScan.steps(scene, column.name()));
    return Sql.fix(scene, lines);
  }
}
