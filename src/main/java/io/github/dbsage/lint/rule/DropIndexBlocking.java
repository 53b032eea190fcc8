package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Kind;
import io.github.dbsage.sql.tree.Tree;

/** DROP INDEX without CONCURRENTLY. */
final class DropIndexBlocking implements Rule {

  @Override
  public About about() {
    return new About(
        "DROP_INDEX_BLOCKING",
        Severity.WARNING,
        "DROP INDEX without CONCURRENTLY locks the whole table",
        "It needs ACCESS EXCLUSIVE on the table: short in itself, but it waits for"
            + " every transaction that uses the table, and everybody else waits behind"
            + " it.",
        "An index that is created in the same migration, or on a table that is, is"
            + " nobody's yet. The index of a partitioned table cannot be dropped"
            + " concurrently.",
        "DROP INDEX CONCURRENTLY, one index a statement, outside a transaction.");
  }

  @Override
  public void judge(Scene scene) {
    if (!(scene.tree() instanceof Tree.Drop drop)
        || drop.kind() != Kind.INDEX
        || drop.concurrently()) {
      return;
    }
    for (QualifiedName name : drop.names()) {
      Relation index = scene.state().relation(name, Kind.INDEX);
      Relation.Index known = index.index();
      if (scene.isNew(index) || (known != null && known.table().partitioned())) {
        continue;
      }
      String table = known == null ? "its table" : known.table().name().toString();
      String fix =
          scene.inside().what() == null
              ? "DROP INDEX CONCURRENTLY "
                  + (drop.ifExists() ? "IF EXISTS " : "")
                  + Sql.name(name)
                  + ";"
              : null;
      scene.find(this, -1, "dropping " + name + " locks " + table + " against everybody", fix);
    }
  }
}
