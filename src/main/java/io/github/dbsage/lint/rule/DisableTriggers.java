package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Tree;
import java.util.Locale;

/** DISABLE TRIGGER ALL, session_replication_role. */
final class DisableTriggers implements Rule {

  @Override
  public About about() {
    return new About(
        "DISABLE_TRIGGERS",
        Severity.WARNING,
        "DISABLE TRIGGER ALL switches foreign keys off as well",
        "Rows that break a foreign key get in, and nothing finds them later;"
            + " triggers that keep columns in step are silent.",
        "DISABLE TRIGGER USER and a trigger by its name leave foreign keys on. A"
            + " table that is created in the same migration has no rows yet.",
        "Disable the one trigger by its name, or DISABLE TRIGGER USER, and enable"
            + " it again in the same transaction.");
  }

  @Override
  public void judge(Scene scene) {
    for (Action.Triggers triggers : scene.actions(Action.Triggers.class)) {
      Relation table = Sql.table(scene);
      if (!triggers.enable()
          && !triggers.isName()
          && triggers.trigger().equals("ALL")
          && !scene.isNew(table)) {
        String name = Sql.name(((Tree.AlterTable) scene.tree()).name());
        scene.find(
            this,
            -1,
            "foreign keys of " + table.name() + " are off too",
            Sql.lines(
                "ALTER TABLE " + name + " DISABLE TRIGGER USER;",
                "-- and behind the work, in the same transaction:",
                "ALTER TABLE " + name + " ENABLE TRIGGER USER;"));
      }
    }
    if (scene.tree() instanceof Tree.SetVariable set
        && set.name().equals("session_replication_role")
        && set.values().stream().anyMatch(v -> v.toLowerCase(Locale.ROOT).equals("replica"))) {
      scene.find(
          this, -1, "session_replication_role = replica switches all foreign keys off", null);
    }
  }
}
