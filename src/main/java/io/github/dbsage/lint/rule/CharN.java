package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Type;

/** A column of type char(n). */
final class CharN implements Rule {

  @Override
  public About about() {
    return new About(
        "CHAR_N",
        Severity.INFO,
        "char(n) pads every value with blanks",
        "Values are stored with blanks up to n, which take room and are ignored in some"
            + " comparisons and not in others; it is no faster than text.",
        "\"char\" in double quotes is another type, and varchar(n) and text pad nothing.",
        "text or varchar(n), with a CHECK of the length where it has to be exact.");
  }

  @Override
  public void judge(Scene scene) {
    NewColumns.each(
        scene,
        (table, column) -> {
          Type type = column.type();
          if (type != null && type.base().equals("bpchar") && !type.modifiers().isEmpty()) {
            scene.find(
                this,
                type.at(),
                column.name()
                    + " of "
                    + table
                    + " is padded with blanks to "
                    + type.modifiers().get(0),
                NewColumns.as(column, "varchar(" + type.modifiers().get(0) + ")"));
          }
        });
  }
}
