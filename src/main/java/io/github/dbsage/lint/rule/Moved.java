package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.sql.tree.Tree;

/** What helps when a table gets another name: a view that keeps the old one. */
final class Moved {

  private Moved() {}

  /** Whether the same transaction goes on to create such a view. */
  static boolean isKept(Scene scene, QualifiedName from, QualifiedName to) {
    return scene.following().stream()
        .anyMatch(
            tree ->
                tree instanceof Tree.CreateView view
                    && from.equals(scene.state().full(view.name()))
                    && view.query().relations().stream()
                        .anyMatch(read -> to.equals(scene.state().full(read))));
  }

  /** The statement, and the view behind it. */
  static String keep(Scene scene, QualifiedName from, QualifiedName to) {
    // A view reads with its owner's rights unless it is told not to, which 14 cannot.
    String rights = scene.server().isAtLeast(15) ? " WITH (security_invoker = true)" : "";
    return Sql.lines(
        Sql.statement(scene),
        "CREATE VIEW "
            + Sql.name(from)
            + rights
            + " AS SELECT * FROM "
            + Sql.name(to)
            + "; -- and GRANT on it what is granted on the table",
        "-- in the contract phase, when nobody says " + from + " any more:",
        "DROP VIEW " + Sql.name(from) + ";");
  }
}
