package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Tree;
import java.util.stream.Collectors;

/** DROP INDEX CONCURRENTLY of several, or with CASCADE. */
final class ConcurrentlyMultiDrop implements Rule {

  @Override
  public About about() {
    return new About(
        "CONCURRENTLY_MULTI_DROP",
        Severity.ERROR,
        "DROP INDEX CONCURRENTLY takes one index and no CASCADE",
        "The server refuses it (SQLSTATE 0A000), and the migration fails.",
        "One index a statement is fine; RESTRICT, the default, too.",
        "A statement for each index, without CASCADE.");
  }

  @Override
  public void judge(Scene scene) {
    if (!(scene.tree() instanceof Tree.Drop drop)
        || !drop.concurrently()
        || (drop.names().size() == 1 && !drop.cascade())) {
      return;
    }
    String each =
        drop.names().stream()
            .map(
                name ->
                    "DROP INDEX CONCURRENTLY "
                        + (drop.ifExists() ? "IF EXISTS " : "")
                        + Sql.name(name)
                        + ";")
            .collect(Collectors.joining("\n"));
    String message =
        drop.names().size() > 1 ? "several indexes in one statement" : "CASCADE is not supported";
    scene.find(this, -1, message, each);
  }
}
