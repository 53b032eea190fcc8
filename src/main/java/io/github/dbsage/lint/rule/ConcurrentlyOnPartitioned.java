package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Kind;
import io.github.dbsage.sql.tree.Tree;
import java.util.List;

/** CREATE or DROP INDEX CONCURRENTLY on a partitioned table. */
final class ConcurrentlyOnPartitioned implements Rule {

  @Override
  public About about() {
    return new About(
        "CONCURRENTLY_ON_PARTITIONED",
        Severity.ERROR,
        "A partitioned table takes no index CONCURRENTLY",
        "The server refuses it (SQLSTATE 0A000), and the migration fails.",
        "On a partition it works, and so does REINDEX CONCURRENTLY.",
        "CREATE INDEX … ON ONLY the parent, CREATE INDEX CONCURRENTLY on each"
            + " partition, ALTER INDEX … ATTACH PARTITION each.");
  }

  @Override
  public void judge(Scene scene) {
    if (scene.tree() instanceof Tree.CreateIndex create && create.concurrently()) {
      Relation table = scene.relation(create.table());
      if (table.partitioned()) {
        scene.find(this, -1, table.name() + " is partitioned", parts(create, table));
      }
    } else if (scene.tree() instanceof Tree.Drop drop && drop.concurrently()) {
      for (QualifiedName name : drop.names()) {
        Relation.Index index = scene.state().relation(name, Kind.INDEX).index();
        if (index != null && index.table().partitioned()) {
          scene.find(
              this,
              -1,
              name + " is an index of " + index.table().name() + ", which is partitioned",
              "DROP INDEX " + Sql.name(name) + ";");
        }
      }
    }
  }

  private static String parts(Tree.CreateIndex create, Relation table) {
    String columns = create.columns().isEmpty() ? "…" : String.join(", ", create.columns());
    String name = Sql.or(create.name(), table.name().name() + "_idx");
    String schema = Sql.schema(create.table());
    StringBuilder fix = new StringBuilder();
    fix.append("CREATE INDEX ").append(Sql.name(name)).append(" ON ONLY ");
    fix.append(Sql.name(create.table())).append(" (").append(columns).append(");");
    List<String> names = table.partitions().stream().map(p -> Sql.name(p.name())).toList();
    for (String partition : names.isEmpty() ? List.of("<partition>") : names) {
      String index = names.isEmpty() ? "<index>" : partition.replaceAll("^.*\\.", "") + "_" + name;
      fix.append("\nCREATE INDEX CONCURRENTLY ").append(index).append(" ON ").append(partition);
      fix.append(" (")
          .append(columns)
          .append(");\nALTER INDEX ")
          .append(schema)
          .append(Sql.name(name));
      fix.append(" ATTACH PARTITION ").append(schema).append(index).append(";");
    }
    return fix.toString();
  }
}
