package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Kind;
import io.github.dbsage.sql.tree.Tree;

/** REFRESH MATERIALIZED VIEW without CONCURRENTLY. */
final class RefreshMatviewBlocking implements Rule {

  @Override
  public About about() {
    return new About(
        "REFRESH_MATVIEW_BLOCKING",
        Severity.WARNING,
        "REFRESH MATERIALIZED VIEW without CONCURRENTLY blocks its readers",
        "Whoever reads the view waits until its query has run (ACCESS EXCLUSIVE)."
            + " WITH NO DATA makes the view unreadable until the next refresh.",
        "A view that is created in the same migration has no readers yet.",
        "REFRESH MATERIALIZED VIEW CONCURRENTLY; it needs a unique index on the" + " view.");
  }

  @Override
  public void judge(Scene scene) {
    if (!(scene.tree() instanceof Tree.Refresh refresh) || refresh.concurrently()) {
      return;
    }
    Relation view = scene.state().relation(refresh.view(), Kind.MATERIALIZED_VIEW);
    if (!scene.isNew(view)) {
      String message =
          refresh.withData()
              ? "who reads " + view.name() + " waits for its query"
              : view.name() + " cannot be read until it is refreshed again";
      String fix = "REFRESH MATERIALIZED VIEW CONCURRENTLY " + Sql.name(refresh.view()) + ";";
      if (RefreshConcurrentlyNoUnique.lacksIndex(view)) {
        fix = RefreshConcurrentlyNoUnique.index(scene, view, refresh) + "\n" + fix;
      }
      scene.find(this, -1, message, fix);
    }
  }
}
