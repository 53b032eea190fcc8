package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.AddedColumn;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Column;
import io.github.dbsage.sql.tree.Constraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** ADD COLUMN with a default that differs from row to row. */
final class AddColumnVolatileDefault implements Rule {

  /** What the new column does without at first; its constraints have safe ways of their own. */
  private static final Set<Constraint.Kind> COSTLY =
      Set.of(
          Constraint.Kind.DEFAULT,
          Constraint.Kind.NOT_NULL,
          Constraint.Kind.PRIMARY_KEY,
          Constraint.Kind.UNIQUE,
          Constraint.Kind.CHECK);

  @Override
  public About about() {
    return new About(
        "ADD_COLUMN_VOLATILE_DEFAULT",
        Severity.ERROR,
        "A new column with a volatile default rewrites the table",
        "Every row is written anew under ACCESS EXCLUSIVE: nobody reads or writes the table until"
            + " that is done.",
        "Constants and stable functions (now(), CURRENT_DATE) are stored once, whatever the size"
            + " of the table. A table that is created together with the column has no rows yet.",
        "Add the column without a default, set the default for new rows, and fill the old rows in"
            + " batches.");
  }

  @Override
  public void judge(Scene scene) {
    for (Column column : Sql.addedColumns(scene)) {
      AddedColumn added = AddedColumn.of(scene.state(), column);
      if (added.reason() != AddedColumn.Reason.VOLATILE_DEFAULT) {
        continue;
      }
      int at = added.culprit() == null ? column.at() : added.culprit().at();
      String message =
          "the default of "
              + column.name()
              + " is "
              + (added.certain() ? "" : "perhaps ")
              + "volatile: "
              + Sql.shown(scene)
              + " is rewritten";
      if (added.certain()) {
        scene.find(this, at, message, fix(scene, column));
      } else {
        scene.suspect(this, at, message, "the function's volatility", fix(scene, column));
      }
    }
  }

  private static @Nullable String fix(Scene scene, Column column) {
    String alter = "ALTER TABLE " + Sql.tableName(scene);
    String name = Sql.name(column.name());
    String add = alter + " ADD COLUMN " + Written.definition(scene.text(), column, COSTLY);
    List<String> lines = new ArrayList<>();
    if (column.has(Constraint.Kind.DEFAULT)) {
      String value = Sql.defaultOf(scene, column);
      lines.add(add + ";");
      lines.add(alter + " ALTER COLUMN " + name + " SET DEFAULT " + value + ";");
      lines.addAll(Fill.backfill(scene, column, value));
    } else {
      lines.add("-- the default is the domain's: old rows shall not get it, new ones shall");
      lines.add(add + " DEFAULT NULL;");
      lines.add(alter + " ALTER COLUMN " + name + " DROP DEFAULT;");
      lines.add("-- then fill the old rows in batches");
    }
    lines.addAll(Fill.present(scene, column));
    return Sql.fix(scene, lines);
  }
}
