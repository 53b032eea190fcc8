package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Type;

/** A column of type timestamp. */
final class TimestampNoTz implements Rule {

  @Override
  public About about() {
    return new About(
        "TIMESTAMP_NO_TZ",
        Severity.INFO,
        "timestamp without a time zone forgets which moment it was",
        "A time zone in a value is ignored without a word, and now() is stored as the"
            + " session's local time: the same moment is stored differently from session to session.",
        "date, time and interval have no moment to forget. A column for local time of an"
            + " unknown place (the doors open at 9) is right as timestamp.",
        "timestamptz: it stores the moment in eight bytes, as timestamp does, and shows it in"
            + " the session's time zone.");
  }

  @Override
  public void judge(Scene scene) {
    NewColumns.each(
        scene,
        (table, column) -> {
          Type type = column.type();
          if (type != null && type.base().equals("timestamp")) {
            scene.find(
                this,
                type.at(),
                column.name() + " of " + table + " keeps no time zone",
                NewColumns.as(
                    column,
                    "timestamptz"
                        + (type.modifiers().isEmpty() ? "" : "(" + type.modifiers().get(0) + ")")));
          }
        });
  }
}
