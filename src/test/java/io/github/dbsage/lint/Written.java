package io.github.dbsage.lint;

import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Expr;
import io.github.dbsage.sql.tree.Grammar;
import io.github.dbsage.sql.tree.Parsed;
import io.github.dbsage.sql.tree.Tree;
import io.github.dbsage.sql.tree.TreeCache;
import io.github.dbsage.sql.tree.Type;
import java.util.List;

/** Reads what tests write with PostgreSQL's grammar, which is loaded once. */
final class Written {

  private static final Grammar GRAMMAR = new Grammar(new TreeCache(null));

  private Written() {}

  static Grammar grammar() {
    return GRAMMAR;
  }

  static Tree statement(String sql) {
    if (GRAMMAR.parse(sql) instanceof Parsed.Trees trees && trees.statements().size() == 1) {
      return trees.statements().get(0).tree();
    }
    throw new IllegalArgumentException("not one statement: " + sql);
  }

  /** The only action of an ALTER TABLE t. */
  static Action action(String sql) {
    if (statement("ALTER TABLE t " + sql) instanceof Tree.AlterTable alter
        && alter.actions().size() == 1) {
      return alter.actions().get(0);
    }
    throw new IllegalArgumentException("not one action: " + sql);
  }

  static Expr expression(String sql) {
    if (action("ALTER COLUMN c SET DEFAULT " + sql) instanceof Action.SetDefault set
        && set.expression() != null) {
      return set.expression();
    }
    throw new IllegalArgumentException("no expression: " + sql);
  }

  static Type type(String sql) {
    return alterType(sql).type();
  }

  /** {@code ALTER COLUMN c TYPE …}. */
  static Action.AlterType alterType(String sql) {
    if (action("ALTER COLUMN c TYPE " + sql) instanceof Action.AlterType type) {
      return type;
    }
    throw new IllegalArgumentException("no type: " + sql);
  }

  static List<String> lines(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }
}
