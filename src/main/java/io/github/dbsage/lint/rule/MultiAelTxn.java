package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Effect;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.LockMode;
import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Kind;
import java.util.LinkedHashSet;
import java.util.Set;

/** ACCESS EXCLUSIVE on several tables in one transaction. */
final class MultiAelTxn implements Rule {

  @Override
  public About about() {
    return new About(
        "MULTI_AEL_TXN",
        Severity.WARNING,
        "ACCESS EXCLUSIVE on several tables in one transaction",
        "The first table stays locked while the others are waited for; whoever takes them in"
            + " another order ends in a deadlock.",
        "Tables that are created in the same migration are nobody's yet. Each statement in a"
            + " migration of its own holds one lock at a time.",
        "One table a migration; or -- dbsage: transaction=false at the head of the file, where"
            + " each statement can stand by itself.");
  }

  @Override
  public void judge(Scene scene) {
    if (!scene.transaction().isBlock()) {
      return;
    }
    Set<Relation> before = new LinkedHashSet<>();
    Set<Relation> held = new LinkedHashSet<>();
    scene.transaction().before().forEach(earlier -> add(earlier, scene, before, held));
    Set<Relation> now = new LinkedHashSet<>();
    add(scene, scene, now, new LinkedHashSet<>());
    now.removeAll(before);
    now.removeAll(held);
    int already = before.size();
    if (!now.isEmpty() && already + now.size() > 1 && already < 2) {
      // Told once, where the second table comes in.
      Relation second = already == 1 ? now.iterator().next() : last(now);
      Relation first = already == 1 ? before.iterator().next() : now.iterator().next();
      scene.find(
          this, -1, second.name() + " is locked while " + first.name() + " is still locked", null);
    }
  }

  private static Relation last(Set<Relation> relations) {
    Relation last = relations.iterator().next();
    for (Relation relation : relations) {
      last = relation;
    }
    return last;
  }

  /**
   * Adds what a statement locks.
   *
   * @param tables its tables, each standing for its partitions
   * @param held the same with the partitions that it takes by name
   */
  private static void add(Scene scene, Scene judge, Set<Relation> tables, Set<Relation> held) {
    for (Effect effect : scene.effects()) {
      Relation relation = effect.relation();
      if (effect.lock() == LockMode.ACCESS_EXCLUSIVE
          && relation.kind() == Kind.TABLE
          && !judge.isNew(relation)) {
        held.add(relation);
        if (!isDetached(scene, relation)) {
          tables.add(root(relation));
        }
      }
    }
  }

  /** A partition by the word of the statement, whose table no file needs to have told. */
  private static boolean isDetached(Scene scene, Relation relation) {
    return scene.actions(Action.DetachPartition.class).stream()
        .anyMatch(detach -> scene.relation(detach.partition()) == relation);
  }

  /** A partition and its table are taken in one order by everybody: the table first. */
  private static Relation root(Relation relation) {
    Relation root = relation;
    for (Relation parent = root.parent(); parent != null; parent = root.parent()) {
      root = parent;
    }
    return root;
  }
}
