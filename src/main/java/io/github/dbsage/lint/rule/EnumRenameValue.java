package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.lint.TypeState;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Tree;

/** ALTER TYPE … RENAME VALUE. */
final class EnumRenameValue implements Rule {

  @Override
  public About about() {
    return new About(
        "ENUM_RENAME_VALUE",
        Severity.ERROR,
        "Renaming a label of an enum breaks whoever uses its old name",
        "From that moment the running application gets errors (22P02) when it writes or looks for the"
            + " old label, and reads a new one that it does not know.",
        "A type or label that the same migration creates has no users yet. A new label breaks"
            + " nobody who does not meet it.",
        "Add the new label, deploy a version that knows both, then change the rows in batches. The"
            + " old label stays: PostgreSQL drops none.");
  }

  @Override
  public void judge(Scene scene) {
    if (!(scene.tree() instanceof Tree.AlterEnum alter) || alter.renamed() == null) {
      return;
    }
    TypeState type = scene.state().type(alter.name());
    if (type != null && (scene.isNew(type.birth()) || scene.isNew(type.label(alter.renamed())))) {
      return;
    }
    String old = "'" + alter.renamed().replace("'", "''") + "'";
    String label = "'" + alter.label().replace("'", "''") + "'";
    String name = Sql.name(alter.name());
    String fix =
        Sql.lines(
            "ALTER TYPE " + name + " ADD VALUE " + label + " AFTER " + old + ";",
            "-- deploy a version that knows both; then for each column of that type a .backfill.yaml",
            "--   set: { <column>: " + BackfillText.scalar(label) + " }",
            "--   where: " + BackfillText.scalar("<column> = " + old));
    String message = "whoever still says " + old + " of " + alter.name() + " gets an error";
    scene.find(this, -1, message, fix);
  }
}
