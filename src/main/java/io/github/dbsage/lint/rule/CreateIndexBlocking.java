package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Tree;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** CREATE INDEX without CONCURRENTLY. */
final class CreateIndexBlocking implements Rule {

  private static final Pattern INDEX =
      Pattern.compile("(?i)^(\\s*CREATE\\s+(?:UNIQUE\\s+)?INDEX)\\b");

  @Override
  public About about() {
    return new About(
        "CREATE_INDEX_BLOCKING",
        Severity.ERROR,
        "Building an index without CONCURRENTLY blocks writes",
        "INSERT, UPDATE and DELETE on the table wait until the index is built (SHARE lock).",
        "A table that is created together with its index has no rows yet. ON ONLY a partitioned"
            + " table builds nothing.",
        "CREATE INDEX CONCURRENTLY: the plugin runs it outside a transaction and mends what an"
            + " interrupted build leaves.");
  }

  @Override
  public void judge(Scene scene) {
    if (!(scene.tree() instanceof Tree.CreateIndex create) || create.concurrently()) {
      return;
    }
    Relation table = scene.relation(create.table());
    Relation blocked = scene.isNew(table) ? oldPart(scene, create, table) : table;
    if (blocked == null || Noop.is(scene) || (create.only() && mayBePartitioned(table))) {
      return;
    }
    if (table.partitioned()) {
      scene.find(
          this, -1, "writes to " + blocked.name() + " wait for the index", onParts(create, table));
      return;
    }
    String fix =
        scene.inside().what() == null
            ? INDEX.matcher(scene.text()).replaceFirst("$1 CONCURRENTLY") + ";"
            : "Write CREATE INDEX CONCURRENTLY as a statement of the file itself:"
                + " it cannot run inside a block.";
    scene.find(this, -1, "writes to " + table.name() + " wait for the index", fix);
  }

  /** A table that was there before its new parent, and has no such index to give; or null. */
  private static @Nullable Relation oldPart(Scene scene, Tree.CreateIndex create, Relation parent) {
    return parent.partitioned()
        ? parent.family().stream()
            .filter(part -> !scene.isNew(part) && !part.partitioned())
            .filter(part -> part.indexes().stream().noneMatch(index -> isLike(index, create)))
            .findFirst()
            .orElse(null)
        : null;
  }

  private static boolean isLike(Relation index, Tree.CreateIndex create) {
    Relation.Index found = index.index();
    return found != null
        && !create.columns().isEmpty()
        && !create.expressions()
        && create.where() == null
        && !found.partial()
        && found.unique() == create.unique()
        && found.columns().equals(create.columns());
  }

  private static boolean mayBePartitioned(Relation table) {
    return table.partitioned() || table.birth() == null;
  }

  /** A partitioned table takes no CONCURRENTLY: its partitions do, one by one. */
  private static String onParts(Tree.CreateIndex create, Relation table) {
    String columns = create.columns().isEmpty() ? "…" : String.join(", ", create.columns());
    String name = Sql.or(create.name(), table.name().name() + "_idx");
    return Sql.lines(
        "CREATE INDEX " + name + " ON ONLY " + Sql.name(create.table()) + " (" + columns + ");",
        "-- then for each partition:",
        "CREATE INDEX CONCURRENTLY <partition_idx> ON <partition> (" + columns + ");",
        "ALTER INDEX "
            + Sql.schema(create.table())
            + name
            + " ATTACH PARTITION "
            + Sql.schema(create.table())
            + "<partition_idx>;");
  }
}
