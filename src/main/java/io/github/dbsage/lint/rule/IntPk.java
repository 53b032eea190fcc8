package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Column;
import io.github.dbsage.sql.tree.Constraint;
import io.github.dbsage.sql.tree.Tree;
import io.github.dbsage.sql.tree.Type;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A primary key of a new table that runs out of numbers. */
final class IntPk implements Rule {

  private static final Set<String> SMALL =
      Set.of("int4", "int2", "serial", "serial4", "smallserial", "serial2");

  @Override
  public About about() {
    return new About(
        "INT_PK",
        Severity.INFO,
        "A primary key of four bytes runs out of numbers",
        "After 2,147,483,647 (of a smallint: 32,767) each INSERT fails with SQLSTATE 22003; to make"
            + " it a bigint then rewrites the table and each one that points to it.",
        "A table that will only ever hold a few rows is not harmed. A key of several columns is"
            + " left alone.",
        "bigint: with the row's other bytes it takes four more at most.");
  }

  @Override
  public void judge(Scene scene) {
    for (Tree.CreateTable create : NewColumns.tables(scene)) {
      for (Column column : create.columns()) {
        boolean key =
            column.has(Constraint.Kind.PRIMARY_KEY)
                || create.constraints().stream().anyMatch(one -> isKeyOf(one, column.name()));
        if (key) {
          tell(scene, create.name(), column.name(), column.type(), column.at());
        }
      }
    }
    if (!(scene.tree() instanceof Tree.AlterTable alter)) {
      return;
    }
    Relation table = scene.relation(alter.name());
    if (scene.isNew(table) && !table.temporary()) {
      for (Action.AddConstraint add : scene.actions(Action.AddConstraint.class)) {
        for (String column : add.constraint().columns()) {
          if (isKeyOf(add.constraint(), column) && table.has(column)) {
            Type type = table.column(column).type();
            tell(scene, table.name(), column, type, add.constraint().at());
          }
        }
      }
    }
  }

  private static boolean isKeyOf(Constraint constraint, String column) {
    return constraint.kind() == Constraint.Kind.PRIMARY_KEY
        && constraint.columns().size() == 1
        && constraint.columns().contains(column);
  }

  private void tell(Scene scene, QualifiedName table, String column, @Nullable Type type, int at) {
    if (type != null && !type.array() && type.isBuiltIn() && SMALL.contains(type.base())) {
      scene.find(
          this,
          at,
          "the primary key " + column + " of " + table + " is " + type + " and runs out of numbers",
          Sql.name(column)
              + (type.base().contains("serial")
                  ? " bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
                  : " bigint"));
    }
  }
}
