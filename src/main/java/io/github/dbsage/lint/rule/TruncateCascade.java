package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** TRUNCATE … CASCADE. */
final class TruncateCascade implements Rule {

  @Override
  public About about() {
    return new About(
        "TRUNCATE_CASCADE",
        Severity.ERROR,
        "TRUNCATE … CASCADE empties tables that the statement does not name",
        "Every table with a foreign key to this one is emptied too, and theirs in" + " turn.",
        "A table that is created in the same migration holds nothing that anybody" + " misses.",
        "Delete in batches, from the tables that refer to it first: a .backfill.yaml for each.");
  }

  @Override
  public void judge(Scene scene) {
    if (scene.tree() instanceof Tree.Truncate truncate && truncate.cascade()) {
      for (QualifiedName name : truncate.tables()) {
        Relation table = scene.relation(name);
        if (!scene.isNew(table)) {
          String message = "what refers to " + table.name() + " is emptied with it";
          scene.find(this, -1, message, fix(scene, table));
        }
      }
    }
  }

  private static @Nullable String fix(Scene scene, Relation table) {
    List<String> lines = new ArrayList<>();
    for (Relation other : scene.state().relations()) {
      if (other != table && refersTo(other, table)) {
        lines.add("# what refers to it first, in a backfill of its own:");
        lines.add(TruncateTable.delete(other));
      }
    }
    return lines.isEmpty() ? null : String.join("\n", lines);
  }

  private static boolean refersTo(Relation other, Relation table) {
    return other.constraints().stream().anyMatch(one -> one.target() == table);
  }
}
