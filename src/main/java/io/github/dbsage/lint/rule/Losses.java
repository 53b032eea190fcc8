package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.Judged;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Kind;
import io.github.dbsage.sql.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a rollback script takes away for good. Use once. */
final class Losses {

  /** The plugin's own: what a script says of them is not run. */
  private static final Set<String> OURS = Set.of("schema_migrations", "migration_progress");

  private final Judged file;
  private final Ledger made;
  private final Ledger restored = new Ledger();
  private final boolean hasCode;
  private final List<String> found = new ArrayList<>();

  private Losses(Judged file) {
    this.file = file;
    this.made = Undone.made(file);
    this.hasCode = file.scenes().stream().map(Scene::tree).anyMatch(Undone::isCode);
  }

  /** The losses, each as what the script does. */
  static List<String> of(Judged file, String script) {
    Losses losses = new Losses(file);
    List<Tree> statements = Undone.script(file, script);
    for (int i = 0; i < statements.size(); i++) {
      losses.statement(statements.get(i), statements.subList(i + 1, statements.size()));
    }
    return losses.found;
  }

  private void statement(Tree tree, List<Tree> behind) {
    if (tree instanceof Tree.Drop drop) {
      for (int i = 0; i < drop.names().size(); i++) {
        QualifiedName table = i < drop.tables().size() ? drop.tables().get(i) : null;
        String loss = loss(drop, drop.names().get(i), table, behind);
        if (loss != null) {
          found.add(loss);
        }
      }
    } else if (tree instanceof Tree.AlterTable alter) {
      for (Action action : alter.actions()) {
        if (action instanceof Action.DropColumn drop) {
          column(alter.name(), drop.column());
        }
      }
    } else if (tree instanceof Tree.Truncate truncate) {
      truncate.tables().forEach(table -> found.add("empties " + table));
    } else if (tree instanceof Tree.DropDatabase drop) {
      found.add("drops database " + drop.name());
    } else if (tree instanceof Tree.Delete delete
        && !OURS.contains(delete.target().name())
        && (delete.where() == null || !isFilled(delete.target()))) {
      found.add("deletes rows of " + delete.target());
    }
    if (tree instanceof Tree.Rename || tree instanceof Tree.SetSchema) {
      made.ran(tree, false);
    }
    restored.ran(tree, true);
  }

  private @Nullable String loss(
      Tree.Drop drop, QualifiedName name, @Nullable QualifiedName table, List<Tree> behind) {
    Kind kind = drop.kind();
    String shown = kind.words().toLowerCase(Locale.ROOT) + " " + name;
    if (restored.has(kind, name) || (OURS.contains(name.name()) && kind == Kind.TABLE)) {
      return null;
    }
    boolean own =
        table == null ? made.has(kind, name) : made.find(kind, name.name(), table) != null;
    if (!own && !hasCode && isMadeByName(kind) && !isBack(kind, name, behind)) {
      return "drops " + shown + ", which the migration did not create";
    }
    return switch (kind) {
      case TABLE -> "drops " + shown + " with its rows";
      case SCHEMA, TYPE, DOMAIN, EXTENSION ->
          drop.cascade() ? "drops " + shown + " with all that depends on it" : null;
      default -> null;
    };
  }

  private void column(QualifiedName table, String column) {
    Thing own = made.find(Kind.COLUMN, column, table);
    if (restored.find(Kind.COLUMN, column, table) != null || (own != null && own.derived())) {
      return;
    }
    boolean foreign = own == null && !hasCode && !made.has(Kind.TABLE, table);
    String what = foreign ? ", which the migration did not create" : " with its values";
    found.add("drops column " + column + " of " + table + what);
  }

  /** Kinds that no statement makes in passing, as it does indexes, constraints and sequences. */
  private static boolean isMadeByName(Kind kind) {
    return switch (kind) {
      case TABLE,
          VIEW,
          MATERIALIZED_VIEW,
          FUNCTION,
          PROCEDURE,
          TRIGGER,
          POLICY,
          RULE,
          TYPE,
          DOMAIN,
          SCHEMA ->
          true;
      default -> false;
    };
  }

  /** Whether the script goes on to make it anew, as it was before the migration. */
  private static boolean isBack(Kind kind, QualifiedName name, List<Tree> behind) {
    Ledger ledger = new Ledger();
    behind.forEach(tree -> ledger.ran(tree, true));
    return ledger.has(kind, name) && kind != Kind.TABLE;
  }

  /** Whether the migration inserts into a table. */
  private boolean isFilled(QualifiedName table) {
    return file.scenes().stream()
        .map(Scene::tree)
        .anyMatch(
            tree ->
                (tree instanceof Tree.Insert insert && Thing.same(insert.target(), table))
                    || (tree instanceof Tree.Copy copy
                        && copy.table() != null
                        && Thing.same(copy.table(), table))
                    || (tree instanceof Tree.Merge merge && Thing.same(merge.target(), table)));
  }
}
