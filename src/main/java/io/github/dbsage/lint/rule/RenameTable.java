package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Kind;
import io.github.dbsage.sql.tree.Tree;

/** ALTER TABLE … RENAME TO, of views too. */
final class RenameTable implements Rule {

  @Override
  public About about() {
    return new About(
        "RENAME_TABLE",
        Severity.ERROR,
        "Renaming a table or view breaks whoever uses its old name",
        "From that moment the running application gets errors (42P01) from each statement that names"
            + " the table, until every instance has been replaced.",
        "A table that the same migration creates has no users yet. A view with the old name, created"
            + " in the same transaction, keeps it alive. Indexes and sequences of a table are"
            + " named by no query.",
        "Rename, and create a view with the old name in the same transaction; drop the view when"
            + " nobody uses it.");
  }

  @Override
  public void judge(Scene scene) {
    // ALTER INDEX renames whatever has that name.
    if (!(scene.tree() instanceof Tree.Rename rename)
        || (!isTable(rename.kind()) && rename.kind() != Kind.INDEX)) {
      return;
    }
    Relation table = scene.state().relation(rename.object(), rename.kind());
    if (!isTable(table.kind())
        || scene.isNew(table)
        || (rename.ifExists() && scene.state().isGone(rename.object()))) {
      return;
    }
    QualifiedName to = new QualifiedName(table.name().schema(), rename.to());
    if (!Moved.isKept(scene, table.name(), to)) {
      String message = "whoever still says " + table.name() + " gets an error";
      scene.find(this, -1, message, Moved.keep(scene, table.name(), to));
    }
  }

  static boolean isTable(Kind kind) {
    return switch (kind) {
      case TABLE, FOREIGN_TABLE, VIEW, MATERIALIZED_VIEW -> true;
      default -> false;
    };
  }
}
