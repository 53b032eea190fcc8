package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Kind;
import io.github.dbsage.sql.tree.Tree;

/** REFRESH MATERIALIZED VIEW CONCURRENTLY without a unique index. */
final class RefreshConcurrentlyNoUnique implements Rule {

  @Override
  public About about() {
    return new About(
        "REFRESH_CONCURRENTLY_NO_UNIQUE",
        Severity.ERROR,
        "REFRESH CONCURRENTLY needs a unique index on the view",
        "The server refuses it (SQLSTATE 55000), and the migration fails.",
        "A unique index on columns, without WHERE, makes it work, whichever"
            + " migration creates it.",
        "CREATE UNIQUE INDEX on the view first.");
  }

  @Override
  public void judge(Scene scene) {
    if (!(scene.tree() instanceof Tree.Refresh refresh) || !refresh.concurrently()) {
      return;
    }
    Relation view = scene.state().relation(refresh.view(), Kind.MATERIALIZED_VIEW);
    boolean unique =
        view.indexes().stream()
            .map(Relation::index)
            .anyMatch(
                index ->
                    index != null
                        && index.unique()
                        && !index.partial()
                        && !index.columns().isEmpty());
    if (view.birth() != null && !unique) {
      scene.find(
          this,
          -1,
          "no file gives " + view.name() + " a unique index",
          "CREATE UNIQUE INDEX ON " + Sql.name(refresh.view()) + " (<its key>);");
    }
  }
}
