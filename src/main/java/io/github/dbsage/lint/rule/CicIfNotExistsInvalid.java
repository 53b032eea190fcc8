package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Tree;
import java.util.regex.Pattern;

/** CREATE INDEX CONCURRENTLY IF NOT EXISTS. */
final class CicIfNotExistsInvalid implements Rule {

  @Override
  public About about() {
    return new About(
        "CIC_IF_NOT_EXISTS_INVALID",
        Severity.WARNING,
        "IF NOT EXISTS takes an INVALID index for a finished one",
        "A build that failed leaves an INVALID index of that name. IF NOT EXISTS"
            + " then skips the build for ever: the index is maintained on every write and"
            + " used by no query.",
        "Without IF NOT EXISTS the plugin itself continues after a failed build: it"
            + " drops what its own run left, and builds again.",
        "Leave IF NOT EXISTS out.");
  }

  private static final Pattern WORDS = Pattern.compile("(?i)\\bIF\\s+NOT\\s+EXISTS\\s+");

  /** What a failed build left is gone by then. */
  private static boolean isDroppedBefore(Scene scene, Tree.CreateIndex create) {
    String schema = scene.relation(create.table()).name().schema();
    return create.name() != null
        && scene.state().isDroppedIn(scene.subject(), new QualifiedName(schema, create.name()));
  }

  @Override
  public void judge(Scene scene) {
    if (scene.tree() instanceof Tree.CreateIndex create
        && create.concurrently()
        && create.ifNotExists()
        && !isDroppedBefore(scene, create)) {
      String fix = WORDS.matcher(scene.text()).replaceFirst("") + ";";
      scene.find(
          this, -1, "an INVALID " + Sql.or(create.name(), "index") + " would stay for ever", fix);
    }
  }
}
