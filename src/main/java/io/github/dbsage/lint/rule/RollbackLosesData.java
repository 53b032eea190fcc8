package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Judged;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Kind;
import io.github.dbsage.sql.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A rollback script that takes more than the migration brought. */
final class RollbackLosesData implements Rule {

  /** The plugin's own: what a script says of them is not run. */
  private static final Set<String> OURS = Set.of("schema_migrations", "migration_progress");

  @Override
  public About about() {
    return new About(
        "ROLLBACK_LOSES_DATA",
        Severity.WARNING,
        "A rollback that drops what holds data",
        "What the application has written since the migration, and what the migration itself has"
            + " filled, is gone when the script has run.",
        "An index, constraint, trigger, function, view or generated column holds nothing of its"
            + " own; a type or schema goes only when nothing is left in it. A condition that"
            + " deletes the rows which the migration has inserted undoes just that.",
        "Declare -- Rollback: none because … and go forward: the older version of the application"
            + " does not mind another table or column. Where what was written since may go, say so:"
            + " -- dbsage:ignore ROLLBACK_LOSES_DATA because ….");
  }

  @Override
  public void conclude(Judged file) {
    String script = file.subject().step().rollback().script();
    if (script == null) {
      return;
    }
    List<Tree> statements = Undone.script(file, script);
    Ledger made = Undone.made(file);
    Ledger restored = new Ledger();
    List<String> losses = new ArrayList<>();
    for (int i = 0; i < statements.size(); i++) {
      Tree tree = statements.get(i);
      losses(file, tree, made, restored, statements.subList(i + 1, statements.size()), losses);
      if (tree instanceof Tree.Rename || tree instanceof Tree.SetSchema) {
        made.ran(tree, false);
      }
      restored.ran(tree, true);
    }
    if (!losses.isEmpty()) {
      file.find(this, "the rollback script " + String.join("; ", losses), null);
    }
  }

  private static void losses(
      Judged file,
      Tree tree,
      Ledger made,
      Ledger restored,
      List<Tree> behind,
      List<String> losses) {
    if (tree instanceof Tree.Drop drop) {
      for (int i = 0; i < drop.names().size(); i++) {
        QualifiedName table = i < drop.tables().size() ? drop.tables().get(i) : null;
        String loss = loss(file, drop, drop.names().get(i), table, made, restored, behind);
        if (loss != null) {
          losses.add(loss);
        }
      }
    } else if (tree instanceof Tree.AlterTable alter) {
      for (Action action : alter.actions()) {
        if (action instanceof Action.DropColumn drop) {
          column(file, alter.name(), drop.column(), made, restored, losses);
        }
      }
    } else if (tree instanceof Tree.Truncate truncate) {
      truncate.tables().forEach(table -> losses.add("empties " + table));
    } else if (tree instanceof Tree.DropDatabase drop) {
      losses.add("drops database " + drop.name());
    } else if (tree instanceof Tree.Delete delete && !OURS.contains(delete.target().name())) {
      if (delete.where() == null || !fills(file, delete.target())) {
        losses.add("deletes rows of " + delete.target());
      }
    }
  }

  private static @Nullable String loss(
      Judged file,
      Tree.Drop drop,
      QualifiedName name,
      @Nullable QualifiedName table,
      Ledger made,
      Ledger restored,
      List<Tree> behind) {
    Kind kind = drop.kind();
    String shown = kind.words().toLowerCase(Locale.ROOT) + " " + name;
    if (restored.has(kind, name) || (OURS.contains(name.name()) && kind == Kind.TABLE)) {
      return null;
    }
    boolean own =
        table == null ? made.has(kind, name) : made.find(kind, name.name(), table) != null;
    boolean foreign = !own && canBeSeen(kind) && !hasCode(file) && !isBack(kind, name, behind);
    if (foreign) {
      return "drops " + shown + ", which the migration did not create";
    }
    return switch (kind) {
      case TABLE -> "drops " + shown + " with its rows";
      case SCHEMA, TYPE, DOMAIN, EXTENSION ->
          drop.cascade() ? "drops " + shown + " with all that depends on it" : null;
      default -> null;
    };
  }

  private static void column(
      Judged file,
      QualifiedName table,
      String column,
      Ledger made,
      Ledger restored,
      List<String> losses) {
    Thing own = made.find(Kind.COLUMN, column, table);
    if (restored.find(Kind.COLUMN, column, table) != null || (own != null && own.derived())) {
      return;
    }
    boolean foreign = own == null && !made.has(Kind.TABLE, table) && !hasCode(file);
    losses.add(
        "drops column "
            + column
            + " of "
            + table
            + (foreign ? ", which the migration did not create" : " with its values"));
  }

  /** Kinds that no statement makes in passing, as it does indexes, constraints and sequences. */
  private static boolean canBeSeen(Kind kind) {
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

  private static boolean hasCode(Judged file) {
    return file.scenes().stream().map(Scene::tree).anyMatch(Undone::isCode);
  }

  /** Whether the script goes on to make it anew, as it was before the migration. */
  private static boolean isBack(Kind kind, QualifiedName name, List<Tree> behind) {
    Ledger ledger = new Ledger();
    behind.forEach(tree -> ledger.ran(tree, true));
    return ledger.has(kind, name) && kind != Kind.TABLE;
  }

  /** Whether the migration inserts into a table. */
  private static boolean fills(Judged file, QualifiedName table) {
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
