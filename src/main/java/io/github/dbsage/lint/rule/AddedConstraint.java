package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.AddedColumn;
import io.github.dbsage.lint.Names;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.sql.tree.Column;
import io.github.dbsage.sql.tree.Constraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A constraint that an ALTER TABLE adds to a table in use.
 *
 * @param column the new column in whose definition it stands; null for one of the table
 */
record AddedConstraint(Relation table, Constraint constraint, @Nullable Column column) {

  /** Those of a kind that a statement adds. */
  static List<AddedConstraint> of(Scene scene, Constraint.Kind kind) {
    Relation table = Sql.tableInUse(scene);
    if (table == null) {
      return List.of();
    }
    List<AddedConstraint> added = new ArrayList<>();
    for (Column column : Sql.addedColumns(scene)) {
      for (Constraint constraint : column.constraints()) {
        if (constraint.kind() == kind) {
          added.add(new AddedConstraint(table, constraint, column));
        }
      }
    }
    for (Constraint constraint : Sql.addedConstraints(scene)) {
      if (constraint.kind() == kind) {
        added.add(new AddedConstraint(table, constraint, null));
      }
    }
    return added;
  }

  /** Whether it is looked at whether the rows that are there fulfil it. */
  boolean looks() {
    return !constraint.notValid() && constraint.enforced();
  }

  /** The name that it has or gets. */
  String bareName() {
    return Names.of(table, constraint);
  }

  /** The same, in double quotes where it needs them. */
  String name() {
    return Sql.name(bareName());
  }

  /** Whether the statement drops one of the same name. */
  boolean replaces(Scene scene) {
    return Sql.droppedConstraints(scene).contains(bareName())
        || (constraint.name() != null && Sql.droppedConstraints(scene).contains(constraint.name()));
  }

  /** {@code ADD CONSTRAINT name}, behind the DROP of the one that it takes the place of. */
  String adds(Scene scene) {
    String name = constraint.name() == null ? name() : Sql.name(constraint.name());
    return (replaces(scene) ? "DROP CONSTRAINT " + name + ", " : "") + "ADD CONSTRAINT " + name;
  }

  /** What it demands, without its name, in the words of the statement. */
  String words(Scene scene) {
    String written =
        column == null
            ? Written.item(scene.text(), constraint.at())
            : Written.inline(scene.text(), column, constraint);
    return constraint.name() == null ? written : Written.behindName(written);
  }

  /** The statements that add its new columns without it; none where its columns are there. */
  List<String> withoutIt(Scene scene) {
    List<String> lines = new ArrayList<>();
    for (Column added : Sql.addedColumns(scene)) {
      boolean own =
          column == null ? constraint.columns().contains(added.name()) : added.equals(column);
      if (own) {
        lines.add(plain(scene, added));
      }
    }
    return lines;
  }

  private String plain(Scene scene, Column added) {
    boolean rewrites = AddedColumn.of(scene.state(), added).reason() != AddedColumn.Reason.NONE;
    Set<Constraint.Kind> without = column == null ? Set.of() : Set.of(constraint.kind());
    return rewrites
        ? "-- first the column " + added.name() + " in the safe way that is told for it; then:"
        : "ALTER TABLE "
            + Sql.tableName(scene)
            + " ADD COLUMN "
            + Written.definition(scene.text(), added, without)
            + ";";
  }
}
