package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Kind;
import io.github.dbsage.sql.tree.Tree;
import org.jspecify.annotations.Nullable;

/** A statement that fails when it runs a second time, and need not. */
final class NotIdempotent implements Rule {

  @Override
  public About about() {
    return new About(
        "NOT_IDEMPOTENT",
        Severity.INFO,
        "A statement that fails when it runs again",
        "Nothing happens to a table. Whoever runs the file by hand a second time, or on a database"
            + " that has the thing already, gets an error.",
        "The plugin runs each migration once, in a transaction or journalled; so this rule says"
            + " nothing until severities asks for it.",
        "IF NOT EXISTS, IF EXISTS, or OR REPLACE. Mind that IF NOT EXISTS also accepts a thing of"
            + " the same name that is quite another.");
  }

  @Override
  public boolean offByDefault() {
    return true;
  }

  @Override
  public void judge(Scene scene) {
    if (scene.inside().what() != null) {
      // A block looks first where it wants to.
      return;
    }
    String missing = missing(scene.tree());
    if (missing != null) {
      tell(scene, missing);
    }
    for (Action.AddColumn add : scene.actions(Action.AddColumn.class)) {
      if (!add.ifNotExists()) {
        tell(scene, "ADD COLUMN IF NOT EXISTS " + Sql.name(add.column().name()));
      }
    }
    for (Action.DropColumn drop : scene.actions(Action.DropColumn.class)) {
      if (!drop.ifExists()) {
        tell(scene, "DROP COLUMN IF EXISTS " + Sql.name(drop.column()));
      }
    }
    for (Action.DropConstraint drop : scene.actions(Action.DropConstraint.class)) {
      if (!drop.ifExists()) {
        tell(scene, "DROP CONSTRAINT IF EXISTS " + Sql.name(drop.name()));
      }
    }
  }

  private void tell(Scene scene, String instead) {
    scene.find(this, -1, "it fails when it runs again", "Write " + instead + " …");
  }

  /** The words that would make a statement harmless to repeat; null where none are missing. */
  private static @Nullable String missing(Tree tree) {
    if (tree instanceof Tree.CreateTable create && !create.ifNotExists()) {
      return create.foreign() ? "CREATE FOREIGN TABLE IF NOT EXISTS" : "CREATE TABLE IF NOT EXISTS";
    }
    if (tree instanceof Tree.CreateTableAs create && !create.ifNotExists()) {
      String what = create.materializedView() ? "MATERIALIZED VIEW" : "TABLE";
      return "CREATE " + what + " IF NOT EXISTS";
    }
    if (tree instanceof Tree.CreateIndex create && !create.ifNotExists() && create.name() != null) {
      return "CREATE INDEX IF NOT EXISTS";
    }
    if (tree instanceof Tree.CreateView create && !create.replace()) {
      return "CREATE OR REPLACE VIEW";
    }
    if (tree instanceof Tree.CreateFunction create && !create.replace()) {
      return "CREATE OR REPLACE " + (create.procedure() ? "PROCEDURE" : "FUNCTION");
    }
    if (tree instanceof Tree.CreateTrigger create && !create.replace() && !create.constraint()) {
      return "CREATE OR REPLACE TRIGGER";
    }
    if (tree instanceof Tree.AlterEnum alter && alter.renamed() == null && !alter.ifNotExists()) {
      return "ADD VALUE IF NOT EXISTS";
    }
    return more(tree);
  }

  private static @Nullable String more(Tree tree) {
    if (tree instanceof Tree.CreateSchema create && !create.ifNotExists()) {
      return "CREATE SCHEMA IF NOT EXISTS";
    }
    if (tree instanceof Tree.CreateSequence create && !create.ifNotExists()) {
      return "CREATE SEQUENCE IF NOT EXISTS";
    }
    if (tree instanceof Tree.CreateExtension create && !create.ifNotExists()) {
      return "CREATE EXTENSION IF NOT EXISTS";
    }
    if (tree instanceof Tree.DropDatabase drop && !drop.ifExists()) {
      return "DROP DATABASE IF EXISTS";
    }
    if (tree instanceof Tree.Drop drop && !drop.ifExists() && drop.kind() != Kind.OTHER) {
      return "DROP " + drop.kind().words() + " IF EXISTS";
    }
    return null;
  }
}
