package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Kind;
import io.github.dbsage.sql.tree.Tree;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SET LOGGED, SET UNLOGGED, SET ACCESS METHOD, SET TABLESPACE. */
final class SetLoggedRewrite implements Rule {

  @Override
  public About about() {
    return new About(
        "SET_LOGGED_REWRITE",
        Severity.ERROR,
        "Changing how or where a table is stored copies it",
        "The whole table is copied under ACCESS EXCLUSIVE: nobody reads or writes it until that is"
            + " done. SET LOGGED, SET UNLOGGED and SET ACCESS METHOD also build its indexes anew, and"
            + " SET LOGGED writes all of it to the log.",
        "Nothing is copied where the table is stored like that already, nor for a partitioned table,"
            + " which has no rows of its own. A table that is created in the same migration is"
            + " nobody's yet.",
        "There is no safe statement for a table in use: make a new table that is stored as wanted,"
            + " keep it equal by a trigger, fill it in batches, and move the application over. An"
            + " index moves with REINDEX (TABLESPACE …) INDEX CONCURRENTLY.");
  }

  @Override
  public void judge(Scene scene) {
    if (!(scene.tree() instanceof Tree.AlterTable alter)) {
      if (scene.tree() instanceof Tree.Other other
          && other.node().equals("AlterTableMoveAllStmt")) {
        scene.find(this, -1, "every table of the tablespace is copied", null);
      }
      return;
    }
    Relation table = scene.state().relation(alter.name(), alter.kind());
    if (scene.isNew(table) || table.partitioned() || !isStored(alter, table)) {
      return;
    }
    for (Action action : alter.actions()) {
      if (action instanceof Action.SetLogged set) {
        logged(scene, table, set.logged());
      } else if (action instanceof Action.SetAccessMethod set) {
        String method = set.method();
        // Tables are heaps nearly everywhere; to make one a heap is to change nothing then.
        boolean certain = method != null && !method.equals("heap");
        tell(scene, certain, table.name() + " is rewritten", "the table's access method", null);
      } else if (action instanceof Action.SetTablespace set) {
        boolean certain = !set.tablespace().equals("pg_default");
        String fix = fix(scene, alter, table, set);
        tell(scene, certain, table.name() + " is copied", "the tablespace that it is in", fix);
      }
    }
  }

  private static boolean isStored(Tree.AlterTable alter, Relation table) {
    return switch (table.kind()) {
      case TABLE, MATERIALIZED_VIEW, INDEX ->
          alter.kind() == Kind.TABLE
              || alter.kind() == Kind.MATERIALIZED_VIEW
              || alter.kind() == Kind.INDEX;
      default -> false;
    };
  }

  private void logged(Scene scene, Relation table, boolean wanted) {
    Boolean known = table.logged();
    String message = table.name() + " is rewritten to become " + (wanted ? "logged" : "unlogged");
    if (known == null || known != wanted) {
      tell(scene, known != null || !wanted, message, "whether the table is unlogged", null);
    }
  }

  private void tell(
      Scene scene, boolean certain, String message, String decides, @Nullable String fix) {
    if (certain) {
      scene.find(this, -1, message, fix);
    } else {
      scene.suspect(this, -1, message, decides, fix);
    }
  }

  private static @Nullable String fix(
      Scene scene, Tree.AlterTable alter, Relation table, Action.SetTablespace set) {
    return table.kind() == Kind.INDEX
        ? Sql.fix(
            scene,
            List.of(
                "REINDEX (TABLESPACE "
                    + Sql.name(set.tablespace())
                    + ") INDEX CONCURRENTLY "
                    + Sql.name(alter.name())
                    + ";"))
        : null;
  }
}
