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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** PRIMARY KEY USING INDEX on columns that may be NULL. */
final class PkUsingIndexNullable implements Rule {

  @Override
  public About about() {
    return new About(
        "PK_USING_INDEX_NULLABLE",
        Severity.WARNING,
        "PRIMARY KEY USING INDEX reads the whole table where a column may be NULL",
        "The index is ready, but its columns are made NOT NULL first: every row is read under"
            + " ACCESS EXCLUSIVE, and one NULL makes it fail.",
        "Columns that are NOT NULL already, or proven by a validated CHECK (column IS NOT NULL),"
            + " cost nothing.",
        "Make the columns NOT NULL before, with the help of a CHECK that is validated first.");
  }

  @Override
  public void judge(Scene scene) {
    for (AddedConstraint added : AddedConstraint.of(scene, Constraint.Kind.PRIMARY_KEY)) {
      if (added.constraint().index() != null) {
        judge(scene, added, columns(scene, added, added.constraint().index()));
      }
    }
  }

  private void judge(Scene scene, AddedConstraint added, @Nullable List<String> columns) {
    Relation table = added.table();
    int at = added.constraint().at();
    if (columns == null) {
      scene.suspect(
          this,
          at,
          "all of " + table.name() + " is read if a column of the index may be NULL",
          "whether the index's columns are NOT NULL",
          null);
      return;
    }
    // SET NOT NULL in the same statement tells of the same scan.
    Set<String> told =
        scene.actions(Action.SetNotNull.class).stream()
            .map(Action.SetNotNull::column)
            .collect(Collectors.toSet());
    List<String> nullable =
        columns.stream()
            .filter(column -> !told.contains(column))
            .filter(column -> NotNull.of(table, column) != NotNull.PROVEN)
            .toList();
    if (nullable.isEmpty()) {
      return;
    }
    String message =
        "all of "
            + table.name()
            + " is read to prove that "
            + String.join(", ", nullable)
            + (nullable.size() == 1 ? " holds" : " hold")
            + " no NULL";
    if (nullable.stream().anyMatch(column -> NotNull.of(table, column) == NotNull.SCAN)) {
      scene.find(this, at, message, fix(scene, added, nullable));
    } else {
      scene.suspect(
          this, at, message, "whether the column is NOT NULL", fix(scene, added, nullable));
    }
  }

  private static @Nullable List<String> columns(Scene scene, AddedConstraint added, String name) {
    Relation index = scene.state().find(new QualifiedName(added.table().name().schema(), name));
    return index == null || index.index() == null ? null : index.index().columns();
  }

  private static @Nullable String fix(Scene scene, AddedConstraint added, List<String> columns) {
    List<String> lines = new ArrayList<>();
    columns.forEach(column -> lines.addAll(SetNotNullScan.steps(scene, column)));
    lines.add(
        "ALTER TABLE "
            + Sql.tableName(scene)
            + " ADD CONSTRAINT "
            + added.name()
            + " "
            + added.words(scene)
            + ";");
    return Sql.fix(scene, lines);
  }
}
