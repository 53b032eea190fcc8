package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Tree;

/** TRUNCATE. */
final class TruncateTable implements Rule {

  @Override
  public About about() {
    return new About(
        "TRUNCATE",
        Severity.ERROR,
        "TRUNCATE empties the table, and locks it against everybody",
        "All rows are gone at COMMIT; ACCESS EXCLUSIVE waits for every reader, and"
            + " everybody waits behind it.",
        "A table that is created in the same migration holds nothing that anybody" + " misses.",
        "DELETE in batches what is really to go, by a .backfill.yaml.");
  }

  @Override
  public void judge(Scene scene) {
    if (scene.tree() instanceof Tree.Truncate truncate) {
      for (QualifiedName name : truncate.tables()) {
        Relation table = scene.relation(name);
        if (!scene.isNew(table)) {
          scene.find(this, -1, "all rows of " + table.name() + " are lost", null);
        }
      }
    }
  }
}
