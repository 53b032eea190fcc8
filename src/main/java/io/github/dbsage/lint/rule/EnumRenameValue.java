package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.ColumnState;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.lint.TypeState;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Kind;
import io.github.dbsage.sql.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
    List<String> lines = new ArrayList<>();
    lines.add("ALTER TYPE " + name + " ADD VALUE " + label + " AFTER " + old + ";");
    lines.add("-- deploy a version that knows both; behind it, a <version>_<name>.backfill.yaml:");
    lines.addAll(backfills(scene, alter.name(), old, label));
    String fix = String.join("\n", lines);
    String message = "whoever still says " + old + " of " + alter.name() + " gets an error";
    scene.find(this, -1, message, fix);
  }

  /** One for each column of the type that the files tell of. */
  private static List<String> backfills(Scene scene, QualifiedName type, String old, String label) {
    List<String> found = new ArrayList<>();
    for (Relation table : scene.state().relations()) {
      for (ColumnState column : table.columns()) {
        if (table.kind() == Kind.TABLE
            && column.type() != null
            && scene.state().full(type).equals(scene.state().full(column.type().name()))) {
          found.add(Fill.commented(backfill(table.name(), column.name(), old, label)));
        }
      }
    }
    return found.isEmpty()
        ? List.of(
            Fill.commented(backfill(new QualifiedName(null, "<table>"), "<column>", old, label)))
        : found;
  }

  private static String backfill(QualifiedName table, String column, String old, String label) {
    String name = table.name() + "_" + column;
    String where = Sql.name(column) + " = " + old;
    return new BackfillText(name, table, Map.of(column, label), null, where, null).text();
  }
}
