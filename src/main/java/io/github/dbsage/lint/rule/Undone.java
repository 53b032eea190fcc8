package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.Judged;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.sql.tree.Code;
import io.github.dbsage.sql.tree.Kind;
import io.github.dbsage.sql.tree.Parsed;
import io.github.dbsage.sql.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A migration beside its rollback script. */
final class Undone {

  /** What a CASCADE takes along without naming it. */
  private static final Set<Kind> DEPENDENT =
      Set.of(Kind.VIEW, Kind.TRIGGER, Kind.CONSTRAINT, Kind.COLUMN, Kind.POLICY, Kind.INDEX);

  private Undone() {}

  /** The statements of a script, and those in its DO blocks; none where it cannot be read. */
  static List<Tree> script(Judged file, String script) {
    List<Tree> statements = new ArrayList<>();
    for (Tree tree : parsed(file, script)) {
      statements.add(tree);
      if (tree instanceof Tree.DoBlock block && block.language().equals("plpgsql")) {
        for (Code part : file.coder().apply("DO $rollback$" + block.body() + "$rollback$")) {
          for (Code code : part.all()) {
            if (code instanceof Code.Sql sql) {
              statements.addAll(parsed(file, sql.text()));
            }
          }
        }
      }
    }
    return statements;
  }

  private static List<Tree> parsed(Judged file, String sql) {
    return file.parser().apply(sql) instanceof Parsed.Trees trees
        ? trees.statements().stream().map(Parsed.Located::tree).toList()
        : List.of();
  }

  /** What the migration makes. */
  static Ledger made(Judged file) {
    Ledger made = new Ledger();
    for (Scene scene : file.scenes()) {
      made.ran(scene.tree(), scene.inside().what() == null);
    }
    return made;
  }

  /** What the migration makes and the script leaves behind; code may do anything. */
  static List<Thing> left(Judged file, String script) {
    List<Tree> statements = script(file, script);
    if (statements.stream().anyMatch(Undone::isCode)) {
      return List.of();
    }
    Ledger ledger = made(file);
    boolean before = ledger.cascaded();
    statements.forEach(tree -> ledger.ran(tree, false));
    boolean cascaded = ledger.cascaded() && !before;
    return ledger.things().stream()
        .filter(Thing::sure)
        .filter(thing -> !cascaded || !DEPENDENT.contains(thing.kind()))
        .toList();
  }

  /** Whether a statement does what cannot be seen from it. */
  static boolean isCode(Tree tree) {
    return tree instanceof Tree.DoBlock
        || tree instanceof Tree.Call
        || (tree instanceof Tree.Select select && !select.mentions().calls().isEmpty());
  }
}
