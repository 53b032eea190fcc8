package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Kind;
import io.github.dbsage.sql.tree.Tree;

/** ALTER … SET SCHEMA. */
final class SetSchema implements Rule {

  @Override
  public About about() {
    return new About(
        "SET_SCHEMA",
        Severity.ERROR,
        "Moving a thing to another schema breaks whoever uses its old name",
        "From that moment the running application gets errors from each statement that names it with"
            + " its old schema, or that finds it on the search_path.",
        "What the same migration creates has no users yet. A view with the old name, created in the"
            + " same transaction, keeps it alive.",
        "Move it, and create a view with the old name in the same transaction; drop the view when"
            + " nobody uses it.");
  }

  @Override
  public void judge(Scene scene) {
    if (!(scene.tree() instanceof Tree.SetSchema set)
        || Dropped.isHarmless(scene, set.kind(), set.object(), false)) {
      return;
    }
    if (set.kind() == Kind.EXTENSION) {
      String message =
          "what the extension " + set.object().name() + " brings moves to " + set.schema();
      String fix =
          "Put "
              + set.schema()
              + " on the search_path of every role that uses it first (ALTER ROLE … SET"
              + " search_path), and see that nobody names the old schema.";
      scene.suspect(this, -1, message, "the application's search_path", fix);
    } else if (isNamed(set.kind())) {
      judge(scene, set);
    }
  }

  private void judge(Scene scene, Tree.SetSchema set) {
    QualifiedName from = scene.state().full(set.object());
    QualifiedName to = new QualifiedName(set.schema(), from.name());
    boolean readable = RenameTable.isTable(set.kind());
    if (readable && Moved.isKept(scene, from, to)) {
      return;
    }
    String fix =
        readable
            ? Moved.keep(scene, from, to)
            : "Create a second one in "
                + set.schema()
                + ", and drop this one in the contract phase, when nobody uses it.";
    scene.find(this, -1, "whoever still says " + from + " gets an error", fix);
  }

  private static boolean isNamed(Kind kind) {
    return switch (kind) {
      case TABLE,
          FOREIGN_TABLE,
          VIEW,
          MATERIALIZED_VIEW,
          SEQUENCE,
          TYPE,
          DOMAIN,
          FUNCTION,
          PROCEDURE,
          AGGREGATE ->
          true;
      default -> false;
    };
  }
}
