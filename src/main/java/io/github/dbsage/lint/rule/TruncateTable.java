package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Tree;
import java.util.Map;

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
          String message = "all rows of " + table.name() + " are lost";
          scene.find(this, -1, message, fix(scene, table));
        }
      }
    }
  }

  private static String fix(Scene scene, Relation table) {
    return Sql.lines(
        "# instead of this statement, where the rows are really to go, a "
            + Sql.backfillFile(scene)
            + ":",
        delete(table));
  }

  /** A backfill that empties a table. */
  static String delete(Relation table) {
    return new BackfillText(
            table.name().name() + "_delete",
            table.name(),
            Map.of(),
            "DELETE FROM " + Sql.name(table.name()) + " WHERE {chunk}",
            null,
            null)
        .text();
  }
}
