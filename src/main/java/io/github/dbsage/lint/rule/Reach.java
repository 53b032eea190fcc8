package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.ConstraintState;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.sql.tree.Constraint;
import io.github.dbsage.sql.tree.Expr;
import io.github.dbsage.sql.tree.Mentions;
import io.github.dbsage.sql.tree.Tree;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How many rows of a table an UPDATE or DELETE writes. */
enum Reach {
  /** Every row: it has no condition, or one that is always true. */
  ALL,
  /** As many as there are: its condition names no value, or it runs in a loop. */
  MANY,
  /** The rows decide. */
  PERHAPS,
  /** Those that the statement names by a value. */
  FEW;

  private static final Pattern LIMIT = Pattern.compile("(?i)\\b(LIMIT|FETCH\\s+(FIRST|NEXT))\\b");

  /** {@code id IN (SELECT id FROM the_same_table)}. */
  private static final Pattern ITSELF =
      Pattern.compile(
          "(?is)(?:\\w+\\.)?(\\w+)\\s+IN\\s*\\(\\s*SELECT\\s+(?:\\w+\\.)?(\\w+)\\s+FROM\\s+"
              + "(?:\\w+\\.)?(\\w+)(?:\\s+(?:AS\\s+)?\\w+)?\\s*\\)");

  /** Columns that by their names have a value for each row. */
  private static final Set<String> KEYS =
      Set.of("id", "uuid", "guid", "key", "code", "slug", "name", "email", "username", "sku");

  /**
   * A write of rows.
   *
   * @param columns that it sets; none for DELETE
   */
  record Write(
      QualifiedName target, List<String> columns, @Nullable Expr where, Mentions mentions) {

    /** What MERGE does to the rows that have a partner, whatever they hold; or null. */
    static @Nullable Write ofPairs(Tree tree) {
      if (tree instanceof Tree.Merge merge) {
        for (Tree.Merge.Matched change : merge.changes()) {
          if (change.condition() == null) {
            return new Write(merge.target(), change.columns(), merge.on(), merge.mentions());
          }
        }
      }
      return null;
    }

    /** The write that a statement is, or null. */
    static @Nullable Write of(Tree tree) {
      if (tree instanceof Tree.Update update) {
        return new Write(update.target(), update.columns(), update.where(), update.mentions());
      }
      return tree instanceof Tree.Delete delete
          ? new Write(delete.target(), List.of(), delete.where(), delete.mentions())
          : null;
    }
  }

  /** Judges a write. */
  static Reach of(Scene scene, Write write) {
    Relation table = scene.relation(write.target());
    if (isEveryRow(scene, write)) {
      return ALL;
    }
    if (scene.inside().batch() != null) {
      return MANY;
    }
    if (write.where() == null || LIMIT.matcher(scene.text()).find()) {
      return FEW;
    }
    Reach reach = of(write.where(), scene, write, table);
    return reach == FEW && sets(scene, write, table) && !byKey(write.where(), table)
        ? PERHAPS
        : reach;
  }

  /** Whether its condition leaves no row out. */
  static boolean isEveryRow(Scene scene, Write write) {
    Relation table = scene.relation(write.target());
    if (Tautology.is(write.where(), table)) {
      return true;
    }
    String where = new Clauses(scene.text()).where();
    Matcher itself = ITSELF.matcher(where == null ? "" : where);
    return itself.matches()
        && itself.group(1).equalsIgnoreCase(itself.group(2))
        && itself.group(3).equalsIgnoreCase(table.name().name());
  }

  private static Reach of(Expr condition, Scene scene, Write write, Relation table) {
    if (condition instanceof Expr.Logic logic) {
      boolean and = logic.kind() == Expr.Logic.Kind.AND;
      Reach found = logic.kind() == Expr.Logic.Kind.NOT ? MANY : and ? MANY : FEW;
      for (Expr part : logic.parts()) {
        Reach one = logic.kind() == Expr.Logic.Kind.NOT ? MANY : of(part, scene, write, table);
        found = and ? max(found, one) : min(found, one);
      }
      return found;
    }
    if (condition instanceof Expr.Operation operation) {
      return of(operation, scene, write);
    }
    return condition instanceof Expr.SubQuery || condition instanceof Expr.Call ? PERHAPS : MANY;
  }

  private static Reach of(Expr.Operation operation, Scene scene, Write write) {
    Expr left = operation.left();
    Expr right = operation.right();
    if (left == null || right == null) {
      return PERHAPS;
    }
    return switch (operation.operator()) {
      case "=", "IN", "= ANY" -> {
        if (isValue(left) || isValue(right)) {
          yield FEW;
        }
        boolean join = left instanceof Expr.Column && right instanceof Expr.Column;
        yield !join ? PERHAPS : readsOld(scene, write) ? MANY : FEW;
      }
      case "<>", "!=", "IS DISTINCT FROM", "IS NOT DISTINCT FROM", "NOT IN" -> MANY;
      case "LIKE", "ILIKE", "SIMILAR", "~", "~*" -> FEW;
      default -> PERHAPS;
    };
  }

  /** Whether it also reads a table that was there before. */
  private static boolean readsOld(Scene scene, Write write) {
    Relation target = scene.relation(write.target());
    return write.mentions().relations().stream()
        .map(scene::relation)
        .anyMatch(read -> read != target && !scene.isNew(read));
  }

  private static boolean isValue(Expr expr) {
    return !expr.any(
        part ->
            part instanceof Expr.Column
                || part instanceof Expr.SubQuery
                || (part instanceof Expr.Constant constant
                    && constant.kind() == Expr.Literal.BOOLEAN));
  }

  /** Whether it fills a column that the same migration has added: then every value is filled. */
  private static boolean sets(Scene scene, Write write, Relation table) {
    return write.columns().stream().anyMatch(column -> scene.isNew(table.column(column).birth()));
  }

  private static boolean byKey(Expr condition, Relation table) {
    return condition.any(part -> part instanceof Expr.Column column && isKey(column, table));
  }

  private static boolean isKey(Expr.Column column, Relation table) {
    String name = column.name();
    String lower = name.toLowerCase(Locale.ROOT);
    return KEYS.contains(lower)
        || lower.endsWith("_id")
        || table.constraints().stream().anyMatch(one -> isKey(one, name));
  }

  private static boolean isKey(ConstraintState constraint, String column) {
    return (constraint.kind() == Constraint.Kind.PRIMARY_KEY
            || constraint.kind() == Constraint.Kind.UNIQUE)
        && constraint.columns().contains(column);
  }

  private static Reach max(Reach one, Reach other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static Reach min(Reach one, Reach other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
