package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Kind;
import io.github.dbsage.sql.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/** ALTER SCHEMA … RENAME. */
final class RenameSchema implements Rule {

  @Override
  public About about() {
    return new About(
        "RENAME_SCHEMA",
        Severity.ERROR,
        "Renaming a schema breaks whoever uses its old name",
        "From that moment the running application gets errors from each statement that names the"
            + " schema, and from each session whose search_path leads there.",
        "A schema that the same migration creates has no users yet. Another owner changes no name.",
        "A second schema with views on the tables of the first; move the application to it, then"
            + " the tables.");
  }

  @Override
  public void judge(Scene scene) {
    if (scene.tree() instanceof Tree.Rename rename
        && rename.kind() == Kind.SCHEMA
        && !scene.isNew(scene.state().schema(rename.object().name()))) {
      String from = rename.object().name();
      String message = "whoever still says " + from + ". in front of a name gets an error";
      scene.find(this, -1, message, fix(scene, from, rename.to()));
    }
  }

  private static String fix(Scene scene, String from, String to) {
    List<String> lines = new ArrayList<>();
    lines.add("CREATE SCHEMA " + Sql.name(to) + ";");
    for (Relation relation : scene.state().relations()) {
      if (from.equals(relation.name().schema()) && RenameTable.isTable(relation.kind())) {
        lines.add(view(to, from, relation.name().name()));
      }
    }
    if (lines.size() == 1) {
      lines.add("-- for each table:");
      lines.add(view(to, from, "<table>").replace("\"", ""));
    }
    lines.add("-- then deploy a version that says " + to + " instead of " + from);
    return String.join("\n", lines);
  }

  private static String view(String to, String from, String table) {
    return "CREATE VIEW "
        + Sql.name(new QualifiedName(to, table))
        + " AS SELECT * FROM "
        + Sql.name(new QualifiedName(from, table))
        + ";";
  }
}
