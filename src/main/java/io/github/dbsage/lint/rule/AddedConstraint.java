package io.github.dbsage.lint.rule;

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

  /** The name that it has or gets, in double quotes where it needs them. */
  String name() {
    return Sql.name(Names.of(table, constraint));
  }

  /** What it demands, without its name, in the words of the statement. */
  String words(Scene scene) {
    String written =
        column == null
            ? Written.item(scene.text(), constraint.at())
            : Written.inline(scene.text(), column, constraint);
    return constraint.name() == null ? written : Written.behindName(written);
  }

  /** The statement that adds the column alone; none where there is no new column. */
  List<String> withoutIt(Scene scene) {
    return column == null
        ? List.of()
        : List.of(
            "ALTER TABLE "
                + Sql.tableName(scene)
                + " ADD COLUMN "
                + Written.definition(scene.text(), column, Set.of(constraint.kind()))
                + ";");
  }
}
