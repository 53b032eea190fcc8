package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Effect;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.LockMode;
import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Tree;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Slow work while an earlier statement's ACCESS EXCLUSIVE is held. */
final class StatementAfterAel implements Rule {

  /** A query that looks for values copies few rows. */
  private static final Pattern BY_VALUE = Pattern.compile("(?i)(=|\\bIN\\s*\\()\\s*('|\\d)");

  @Override
  public About about() {
    return new About(
        "STATEMENT_AFTER_AEL",
        Severity.WARNING,
        "Slow work while ACCESS EXCLUSIVE is held",
        "A lock is kept until the transaction ends: nobody reads or writes the table that an"
            + " earlier statement has locked until this one's work is done too.",
        "Further changes of the catalog alone take no time. Work on tables that the same migration"
            + " creates holds up nobody. The slow statement in front of the short ALTER is fine.",
        "The slow statement first, the ALTER last; or each in a migration of its own; or"
            + " -- dbsage: transaction=false at the head of the file.");
  }

  @Override
  public void judge(Scene scene) {
    if (!scene.transaction().isBlock()) {
      return;
    }
    Effect slow = slow(scene);
    if (slow == null) {
      return;
    }
    for (Scene earlier : scene.transaction().before()) {
      for (Effect effect : earlier.effects()) {
        if (effect.lock() == LockMode.ACCESS_EXCLUSIVE
            && !scene.isNew(effect.relation())
            && adds(effect.relation(), slow)
            && !isToldAlready(scene, effect.relation())) {
          scene.find(this, -1, message(effect.relation(), earlier, slow), null);
          return;
        }
      }
    }
  }

  /** VALIDATE of what the same transaction adds NOT VALID is another hazard, told under its id. */
  private static boolean isToldAlready(Scene scene, Relation held) {
    return scene.tree() instanceof Tree.AlterTable alter
        && scene.relation(alter.name()) == held
        && scene.actions(Action.ValidateConstraint.class).stream()
            .map(validate -> held.constraint(validate.name()))
            .anyMatch(
                constraint ->
                    constraint != null
                        && constraint.birth() != null
                        && constraint.birth().transaction() == scene.transaction().number());
  }

  /** A statement that locks the same table as strongly by itself makes it no worse. */
  private static boolean adds(Relation held, Effect slow) {
    return held != slow.relation() || slow.lock() != LockMode.ACCESS_EXCLUSIVE;
  }

  private static @Nullable Effect slow(Scene scene) {
    Tree tree = scene.tree();
    boolean copies =
        tree instanceof Tree.Insert
            || tree instanceof Tree.Merge
            || tree instanceof Tree.CreateTableAs;
    if (tree instanceof Tree.Select || (copies && BY_VALUE.matcher(scene.text()).find())) {
      return null;
    }
    Reach.Write write = Reach.Write.of(tree);
    if (write != null && !isSlow(scene, write)) {
      return null;
    }
    for (Effect effect : scene.effects()) {
      boolean reads = !copies || effect.lock() == LockMode.ACCESS_SHARE;
      if (effect.isSlow() && reads && !scene.isNew(effect.relation())) {
        return effect;
      }
    }
    return null;
  }

  /** Behind a schema change it is another hazard, and an error: DDL_THEN_BACKFILL_TXN. */
  private static boolean isSlow(Scene scene, Reach.Write write) {
    Reach reach = Reach.of(scene, write);
    return (reach == Reach.ALL || reach == Reach.MANY) && DdlThenBackfillTxn.held(scene) == null;
  }

  private static String message(Relation held, Scene earlier, Effect slow) {
    String what =
        switch (slow.work()) {
          case BUILD -> "an index of " + slow.relation().name() + " is built";
          case REWRITE -> slow.relation().name() + " is written anew";
          default -> "the rows of " + slow.relation().name() + " are read";
        };
    return held.name()
        + " stays locked since line "
        + earlier.place(-1).line()
        + " while "
        + (held == slow.relation() ? what.replace(held.name().toString(), "it") : what);
  }
}
