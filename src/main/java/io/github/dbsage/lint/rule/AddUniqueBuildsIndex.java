package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Constraint;
import io.github.dbsage.sql.tree.Tree;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A UNIQUE constraint that builds its index. */
final class AddUniqueBuildsIndex implements Rule {

  @Override
  public About about() {
    return new About(
        "ADD_UNIQUE_BUILDS_INDEX",
        Severity.ERROR,
        "Adding a UNIQUE constraint builds its index under the strongest lock",
        "The index is built under ACCESS EXCLUSIVE, also for a UNIQUE inside ADD COLUMN: nobody"
            + " reads or writes the table until that is done.",
        "UNIQUE USING INDEX takes over an index that is there. ONLY a partitioned table builds"
            + " nothing. A table that is created together with its constraint has no rows yet.",
        "CREATE UNIQUE INDEX CONCURRENTLY first, then ADD CONSTRAINT … UNIQUE USING INDEX.");
  }

  @Override
  public void judge(Scene scene) {
    for (AddedConstraint added : AddedConstraint.of(scene, Constraint.Kind.UNIQUE)) {
      if (builds(scene, added)) {
        String message =
            "the index of " + added.name() + " is built while nobody can use " + Sql.shown(scene);
        scene.find(this, added.constraint().at(), message, fix(scene, added, "UNIQUE"));
      }
    }
  }

  /** Whether the key's index is built at once. */
  static boolean builds(Scene scene, AddedConstraint added) {
    boolean only = scene.tree() instanceof Tree.AlterTable alter && alter.only();
    return added.constraint().index() == null && !(only && added.table().partitioned());
  }

  static @Nullable String fix(Scene scene, AddedConstraint added, String kind) {
    List<String> lines = SafeKey.of(scene, added, kind);
    return lines == null
        ? "There is no safe way: a key WITHOUT OVERLAPS takes over no index. Measure how long it"
            + " takes on a copy and plan that downtime, or move the rows to a new table."
        : Sql.fix(scene, lines);
  }
}
