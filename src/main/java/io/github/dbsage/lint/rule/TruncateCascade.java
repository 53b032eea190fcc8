package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Tree;

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
        "Name each table that is to be emptied, without CASCADE.");
  }

  @Override
  public void judge(Scene scene) {
    if (scene.tree() instanceof Tree.Truncate truncate && truncate.cascade()) {
      for (QualifiedName name : truncate.tables()) {
        Relation table = scene.relation(name);
        if (!scene.isNew(table)) {
          scene.find(this, -1, "what refers to " + table.name() + " is emptied with it", null);
        }
      }
    }
  }
}
