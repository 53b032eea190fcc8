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
    if (lacksIndex(view)) {
      scene.find(
          this,
          -1,
          "no file gives " + view.name() + " a unique index",
          index(scene, view, refresh) + "\n" + Sql.statement(scene));
    }
  }

  /** Whether the files create the view, and no unique index that would do. */
  static boolean lacksIndex(Relation view) {
    return view.birth() != null
        && view.indexes().stream()
            .map(Relation::index)
            .noneMatch(
                index ->
                    index != null
                        && index.unique()
                        && !index.partial()
                        && !index.columns().isEmpty());
  }

  /** The index that it needs, built while people read. */
  static String index(Scene scene, Relation view, Tree.Refresh refresh) {
    return (scene.isNew(view) ? "CREATE UNIQUE INDEX " : "CREATE UNIQUE INDEX CONCURRENTLY ")
        + Sql.name(view.name().name() + "_key")
        + " ON "
        + Sql.name(refresh.view())
        + " (<columns that no two rows share>);";
  }
}
