package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.ConstraintState;
import io.github.dbsage.lint.Names;
import io.github.dbsage.lint.NotNullProof;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Expr;
import org.jspecify.annotations.Nullable;

/** ALTER TABLE … DROP CONSTRAINT. */
final class DropConstraint implements Rule {

  @Override
  public About about() {
    return new About(
        "DROP_CONSTRAINT",
        Severity.INFO,
        "Without the constraint the table may hold what its readers do not expect",
        "Nothing is read or written, but from now on rows may break the rule, and the way back has"
            + " to read the whole table. Dropping a foreign key locks the other table as well.",
        "A CHECK (column IS NOT NULL) of a column that is NOT NULL says nothing more. A constraint"
            + " that the same statement adds anew is not gone, and nobody relies yet on one that"
            + " the same migration has added.",
        "Deploy the code that does without it first.");
  }

  @Override
  public void judge(Scene scene) {
    Relation table = Sql.tableInUse(scene);
    if (table == null) {
      return;
    }
    for (Action.DropConstraint drop : scene.actions(Action.DropConstraint.class)) {
      ConstraintState known = table.constraint(drop.name());
      boolean isNew = known != null && scene.isNew(known.birth());
      if (!isNew && !isAddedAnew(scene, table, drop) && !isProof(table, known)) {
        scene.find(
            this,
            -1,
            "rows of " + table.name() + " may break " + drop.name() + " from now on",
            null);
      }
    }
  }

  private static boolean isAddedAnew(Scene scene, Relation table, Action.DropConstraint drop) {
    return scene.actions(Action.AddConstraint.class).stream()
        .anyMatch(
            add ->
                Names.of(table, add.constraint()).equals(drop.name())
                    || drop.name().equals(add.constraint().name()));
  }

  /** A CHECK that only proved what the column says by itself now. */
  private static boolean isProof(Relation table, @Nullable ConstraintState known) {
    Expr check = known == null ? null : known.expression();
    return check instanceof Expr.NullTest
        && table.columns().stream()
            .anyMatch(
                column ->
                    Boolean.TRUE.equals(column.notNull())
                        && NotNullProof.proves(check, column.name()));
  }
}
