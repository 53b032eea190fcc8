package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Birth;
import io.github.dbsage.lint.ConstraintState;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Constraint;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** NOT VALID and VALIDATE in one transaction. */
final class NotValidValidateSameTxn implements Rule {

  @Override
  public About about() {
    return new About(
        "NOT_VALID_VALIDATE_SAME_TXN",
        Severity.ERROR,
        "NOT VALID and VALIDATE CONSTRAINT in one transaction give away what NOT VALID is for",
        "The strong lock of ADD CONSTRAINT is held until the transaction ends, so that all of the"
            + " table is read under it: the weak lock of VALIDATE is of no use.",
        "In two transactions VALIDATE lets everybody read and write. A table that is created in the"
            + " same migration has no rows yet.",
        "VALIDATE CONSTRAINT in a migration of its own, which is a transaction of its own; or --"
            + " dbsage: transaction=false at the head of the file.");
  }

  @Override
  public void judge(Scene scene) {
    Relation table = Sql.tableInUse(scene);
    if (table == null) {
      return;
    }
    for (Action.ValidateConstraint validate : scene.actions(Action.ValidateConstraint.class)) {
      AddedConstraint here = addedHere(scene, validate.name());
      if (here != null) {
        scene.find(
            this,
            -1,
            validate.name()
                + " is validated in one statement with its NOT VALID: under the strong lock on "
                + table.name(),
            together(scene, here));
      } else if (isAddedInTransaction(scene, table, validate.name())) {
        scene.find(
            this,
            -1,
            validate.name()
                + " is validated while the lock of its ADD CONSTRAINT on "
                + table.name()
                + " is still held",
            fix(scene, validate.name()));
      }
    }
  }

  private static @Nullable AddedConstraint addedHere(Scene scene, String name) {
    return Stream.of(Constraint.Kind.CHECK, Constraint.Kind.FOREIGN_KEY, Constraint.Kind.NOT_NULL)
        .flatMap(kind -> AddedConstraint.of(scene, kind).stream())
        .filter(added -> added.constraint().notValid() && added.bareName().equals(name))
        .findFirst()
        .orElse(null);
  }

  private static boolean isAddedInTransaction(Scene scene, Relation table, String name) {
    ConstraintState known = table.constraint(name);
    Birth birth = known == null || known.validated() ? null : known.birth();
    return birth != null && birth.transaction() == scene.transaction().number();
  }

  private static @Nullable String together(Scene scene, AddedConstraint here) {
    String table = "ALTER TABLE " + Sql.tableName(scene);
    return Sql.fix(
        scene,
        List.of(
            table + " " + here.adds(scene) + " " + here.words(scene) + ";",
            "-- in the next migration:",
            table + " VALIDATE CONSTRAINT " + here.name() + ";"));
  }

  private static @Nullable String fix(Scene scene, String constraint) {
    return Sql.fix(
        scene,
        List.of(
            "-- in the next migration:",
            "ALTER TABLE "
                + Sql.tableName(scene)
                + " VALIDATE CONSTRAINT "
                + Sql.name(constraint)
                + ";"));
  }
}
