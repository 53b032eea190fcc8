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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** ADD COLUMN … GENERATED ALWAYS AS (…) STORED. */
final class AddColumnStoredGenerated implements Rule {

  @Override
  public About about() {
    return new About(
        "ADD_COLUMN_STORED_GENERATED",
        Severity.ERROR,
        "A new stored generated column rewrites the table",
        "The column is computed for every row, which is written anew under ACCESS EXCLUSIVE:"
            + " nobody reads or writes the table until that is done.",
        "A table that is created together with the column has no rows yet. A VIRTUAL column, the"
            + " default from PostgreSQL 18 on, is computed when it is read and stores nothing.",
        "PostgreSQL 18: make it VIRTUAL. Before that: a plain column that a trigger computes for"
            + " new rows while the old ones are filled in batches, or a view that computes it.");
  }

  @Override
  public void judge(Scene scene) {
    for (Column column : Sql.addedColumns(scene)) {
      Constraint generated = column.constraint(Constraint.Kind.GENERATED);
      if (generated != null && generated.stored()) {
        scene.find(
            this,
            generated.at(),
            Sql.shown(scene) + " is rewritten to compute " + column.name() + " for each row",
            fix(scene, column, generated));
      }
    }
    for (Action.SetExpression set : scene.actions(Action.SetExpression.class)) {
      changed(scene, set);
    }
  }

  /** Another expression for a column that is there: the same work (17 and later). */
  private void changed(Scene scene, Action.SetExpression set) {
    Relation table = Sql.tableInUse(scene);
    if (table == null) {
      return;
    }
    Boolean stored = table.has(set.column()) ? table.column(set.column()).stored() : null;
    if (Boolean.FALSE.equals(stored)) {
      return;
    }
    String message =
        table.name() + " is rewritten to compute " + set.column() + " for each row once more";
    String fix = "Add a column of its own with the new expression, and move over to it.";
    if (stored != null || !scene.server().isAtLeast(18)) {
      scene.find(this, set.expression().at(), message, fix);
    } else {
      scene.suspect(this, set.expression().at(), message, "whether the column is stored", fix);
    }
  }

  private static @Nullable String fix(Scene scene, Column column, Constraint generated) {
    String add = "ALTER TABLE " + Sql.tableName(scene) + " ADD COLUMN ";
    String value = Written.inParentheses(Written.inline(scene.text(), column, generated));
    String plain =
        Written.definition(
            scene.text(), column, Set.of(Constraint.Kind.GENERATED, Constraint.Kind.NOT_NULL));
    if (scene.server().isAtLeast(18)) {
      return Sql.fix(scene, List.of(add + plain + " GENERATED ALWAYS AS (" + value + ") VIRTUAL;"));
    }
    String name = Sql.name(column.name());
    QualifiedName table = Sql.table(scene).name();
    String trigger = "compute_" + table.name() + "_" + column.name();
    String function = Sql.name(new QualifiedName(table.schema(), trigger));
    List<String> lines = new ArrayList<>();
    lines.add(add + plain + ";");
    lines.add("-- for new rows:");
    lines.add("CREATE FUNCTION " + function + "() RETURNS trigger LANGUAGE plpgsql AS $$");
    lines.add("BEGIN");
    lines.add("  NEW." + name + " := (SELECT " + value + " FROM (SELECT NEW.*) AS this);");
    lines.add("  RETURN NEW;");
    lines.add("END $$;");
    lines.add(
        "CREATE TRIGGER "
            + Sql.name(trigger)
            + " BEFORE INSERT OR UPDATE ON "
            + Sql.tableName(scene));
    lines.add("  FOR EACH ROW EXECUTE FUNCTION " + function + "();");
    String still = name + " IS DISTINCT FROM (" + value + ")";
    lines.addAll(Fill.backfill(scene, column.name(), value, still));
    lines.addAll(Fill.present(scene, column));
    return Sql.fix(scene, lines);
  }
}
