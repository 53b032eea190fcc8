package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.ChangedType;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.lint.TypeChange;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** ALTER COLUMN … TYPE that builds an index anew. */
final class AlterTypeIndexRebuild implements Rule {

  @Override
  public About about() {
    return new About(
        "ALTER_TYPE_INDEX_REBUILD",
        Severity.WARNING,
        "Changing the type or collation of an indexed column builds its indexes anew",
        "The indexes are built under ACCESS EXCLUSIVE, even where the rows stay as they are: nobody"
            + " reads or writes the table until that is done.",
        "An index survives where type and collation sort in the same way (varchar and text, cidr"
            + " and inet, more digits) and the column stands in no expression and no WHERE of it.",
        "Where the application can do without the index for a while: DROP INDEX CONCURRENTLY, change"
            + " the type, CREATE INDEX CONCURRENTLY. Else add a column of the new type with an"
            + " index of its own and move over to it.");
  }

  @Override
  public void judge(Scene scene) {
    Sql.tablesInUse(scene).forEach(table -> judge(scene, table));
  }

  private void judge(Scene scene, Relation table) {
    for (Action.AlterType change : scene.actions(Action.AlterType.class)) {
      ChangedType changed = ChangedType.of(scene, table, change);
      List<Relation> rebuilt = changed.rebuilt(table, change);
      if (rebuilt.isEmpty()) {
        continue;
      }
      String names =
          rebuilt.stream().map(index -> index.name().name()).collect(Collectors.joining(", "));
      String message = names + " is built anew while nobody can use " + table.name();
      int at = change.type().at();
      if (changed.from() == null || changed.verdict() == TypeChange.Verdict.CATALOG_DECIDES) {
        scene.suspect(this, at, message, "what the column's type is and was", null);
      } else {
        scene.find(this, at, message, fix(scene, rebuilt));
      }
    }
  }

  /** Without the index for a while; null where one is more than its columns, or a key. */
  private static @Nullable String fix(Scene scene, List<Relation> rebuilt) {
    List<String> lines = new ArrayList<>();
    lines.add("-- where the application can do without the index for a while:");
    rebuilt.forEach(index -> lines.add("DROP INDEX CONCURRENTLY " + Sql.name(index.name()) + ";"));
    lines.add(Sql.statement(scene));
    for (Relation index : rebuilt) {
      Relation.Index known = index.index();
      if (known == null
          || known.definition() == null
          || known.partial()
          || known.columns().size() != known.mentions().size()) {
        return null;
      }
      lines.add(
          (known.unique() ? "CREATE UNIQUE INDEX CONCURRENTLY " : "CREATE INDEX CONCURRENTLY ")
              + Sql.name(index.name().name())
              + " ON "
              + Sql.name(known.table().name())
              + " ("
              + Sql.names(known.columns())
              + ");");
    }
    lines.add(
        "-- else a second column of the new type with an index of its own, and move over to it");
    return Sql.fix(scene, lines);
  }
}
