package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Type;

/** A column of type json. */
final class JsonColumn implements Rule {

  @Override
  public About about() {
    return new About(
        "JSON_COLUMN",
        Severity.INFO,
        "json keeps the text as it came and compares nothing",
        "There is no equality (DISTINCT, GROUP BY and UNION fail with SQLSTATE 42883) and no"
            + " index into it; every access parses the text anew.",
        "json is right where the text has to stay as it came, blanks and the order and"
            + " doubles of its keys included.",
        "jsonb.");
  }

  @Override
  public void judge(Scene scene) {
    NewColumns.each(
        scene,
        (table, column) -> {
          Type type = column.type();
          if (type != null && type.base().equals("json")) {
            scene.find(
                this,
                type.at(),
                column.name() + " of " + table + " can be neither compared nor indexed",
                NewColumns.as(column, "jsonb"));
          }
        });
  }
}
