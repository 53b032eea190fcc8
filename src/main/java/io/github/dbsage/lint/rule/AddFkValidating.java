package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.ConstraintState;
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
import org.jspecify.annotations.Nullable;

/** A foreign key that is looked up for every row at once. */
final class AddFkValidating implements Rule {

  @Override
  public About about() {
    return new About(
        "ADD_FK_VALIDATING",
        Severity.ERROR,
        "Adding a foreign key looks up every row while both tables refuse writes",
        "INSERT, UPDATE and DELETE on both tables wait until every row was looked up (SHARE ROW"
            + " EXCLUSIVE), also for REFERENCES inside ADD COLUMN where the column has a default,"
            + " be it NULL.",
        "NOT VALID (and NOT ENFORCED) looks up nothing: new rows are checked from then on. ADD"
            + " COLUMN … REFERENCES without a default looks up nothing either. A table that is"
            + " created together with its foreign key has no rows yet.",
        "ADD CONSTRAINT … FOREIGN KEY … NOT VALID, then VALIDATE CONSTRAINT in another transaction,"
            + " during which everybody reads and writes.");
  }

  @Override
  public void judge(Scene scene) {
    for (AddedConstraint added : AddedConstraint.of(scene, Constraint.Kind.FOREIGN_KEY)) {
      Column column = added.column();
      // Without a default the new column is NULL in every row: PostgreSQL does not look.
      boolean blank = column != null && !column.has(Constraint.Kind.DEFAULT);
      if (added.looks() && !blank && !isTakenOver(scene, added)) {
        scene.find(this, added.constraint().at(), message(scene, added), fix(scene, added));
      }
    }
    Relation table = Sql.tableInUse(scene);
    for (Action.AlterConstraint alter : scene.actions(Action.AlterConstraint.class)) {
      ConstraintState known = table == null ? null : table.constraint(alter.name());
      if (table != null && alter.enforced() && (known == null || !known.enforced())) {
        scene.find(
            this,
            -1,
            "each row of " + table.name() + " is looked up to enforce " + alter.name(),
            "Add the foreign key anew as NOT VALID, VALIDATE it in the next migration, and drop"
                + " the one that is NOT ENFORCED.");
      }
    }
  }

  /**
   * A partitioned table takes over a key that each of its partitions has, without looking again.
   */
  private static boolean isTakenOver(Scene scene, AddedConstraint added) {
    Constraint key = added.constraint();
    QualifiedName target = key.target() == null ? null : scene.relation(key.target()).name();
    List<Relation> parts = added.table().partitions();
    return added.table().partitioned()
        && target != null
        && !parts.isEmpty()
        && parts.stream()
            .allMatch(
                part ->
                    part.constraints().stream()
                        .anyMatch(
                            own ->
                                own.kind() == Constraint.Kind.FOREIGN_KEY
                                    && own.validated()
                                    && own.enforced()
                                    && own.columns().equals(key.columns())
                                    && own.target() != null
                                    && target.equals(own.target().name())));
  }

  private static String message(Scene scene, AddedConstraint added) {
    return "each row of "
        + Sql.shown(scene)
        + " is looked up in "
        + (added.constraint().target() == null
            ? "the other table"
            : scene.relation(added.constraint().target()).name())
        + " while both refuse writes";
  }

  private static @Nullable String fix(Scene scene, AddedConstraint added) {
    Column column = added.column();
    String words =
        (column == null ? "" : "FOREIGN KEY (" + Sql.name(column.name()) + ") ")
            + added.words(scene);
    if (!added.table().partitioned() || scene.server().isAtLeast(18)) {
      return Sql.fix(scene, NotValid.of(scene, added, words));
    }
    return Sql.fix(scene, onParts(scene, added, words));
  }

  /** Before PostgreSQL 18 a partitioned table takes no NOT VALID: its partitions do. */
  static List<String> onParts(Scene scene, AddedConstraint added, String words) {
    List<String> lines = new ArrayList<>(added.withoutIt(scene));
    List<String> parts =
        added.table().partitions().stream().map(part -> Sql.name(part.name())).toList();
    lines.add("-- a partitioned table takes no NOT VALID before PostgreSQL 18: for each partition");
    for (String part : parts.isEmpty() ? List.of("<partition>") : parts) {
      lines.addAll(NotValid.on(part, added.name(), words));
    }
    lines.add("-- then the table takes them over without looking again:");
    lines.add(
        "ALTER TABLE "
            + Sql.tableName(scene)
            + " ADD CONSTRAINT "
            + added.name()
            + " "
            + words
            + ";");
    return lines;
  }
}
