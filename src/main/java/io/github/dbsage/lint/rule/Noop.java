package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.sql.tree.Tree;

/** Statements that do nothing, because what they make is there. */
final class Noop {

  private Noop() {}

  /** CREATE INDEX IF NOT EXISTS of an index that an earlier statement made. */
  static boolean is(Scene scene) {
    if (!(scene.tree() instanceof Tree.CreateIndex create)
        || !create.ifNotExists()
        || create.name() == null) {
      return false;
    }
    String schema = scene.relation(create.table()).name().schema();
    return scene.state().find(new QualifiedName(schema, create.name())) != null;
  }
}
