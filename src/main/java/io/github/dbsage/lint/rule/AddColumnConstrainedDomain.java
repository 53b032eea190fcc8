package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.AddedColumn;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.lint.TypeState;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Column;
import io.github.dbsage.sql.tree.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ADD COLUMN of a domain that has constraints. */
final class AddColumnConstrainedDomain implements Rule {

  @Override
  public About about() {
    return new About(
        "ADD_COLUMN_CONSTRAINED_DOMAIN",
        Severity.ERROR,
        "A new column of a domain with constraints rewrites the table",
        "The domain's CHECK is tried on every row, and every row is written anew under ACCESS"
            + " EXCLUSIVE, even where the column is NULL: nobody reads or writes the table until"
            + " that is done.",
        "A domain without a CHECK or NOT NULL is as cheap as its base type, and so is an array of"
            + " any domain. A table that is created together with the column has no rows yet.",
        "Give the column the domain's base type, and put the domain's rule on the table as a CHECK"
            + " that is NOT VALID at first and validated later.");
  }

  @Override
  public void judge(Scene scene) {
    for (Column column : Sql.addedColumns(scene)) {
      AddedColumn added = AddedColumn.ofType(scene.state(), column.type());
      if (added.reason() != AddedColumn.Reason.CONSTRAINED_DOMAIN || column.type() == null) {
        continue;
      }
      int at = column.type().at();
      if (added.certain()) {
        String message =
            Sql.shown(scene)
                + " is rewritten to try the constraints of "
                + column.type()
                + " on each row";
        scene.find(this, at, message, fix(scene, column));
      } else {
        String message =
            Sql.shown(scene)
                + " is rewritten if "
                + column.type()
                + " is a domain with constraints";
        scene.suspect(this, at, message, "what the type is", null);
      }
    }
  }

  private static @Nullable String fix(Scene scene, Column column) {
    Type base = column.type();
    for (TypeState domain = scene.state().domain(base);
        domain != null && domain.base() != null;
        domain = scene.state().domain(base)) {
      base = domain.base();
    }
    if (base == null || base.equals(column.type())) {
      return null;
    }
    String table = Sql.tableName(scene);
    String name = Sql.name(column.name());
    List<String> lines = new ArrayList<>();
    lines.add("ALTER TABLE " + table + " ADD COLUMN " + name + " " + base + ";");
    lines.add("-- what " + column.type() + " demands of VALUE, demanded of " + name + ":");
    String check = Sql.name(Sql.bareTableName(scene) + "_" + column.name() + "_check");
    lines.addAll(NotValid.on(table, check, "CHECK (<its condition>)"));
    return Sql.fix(scene, lines);
  }
}
