package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Effect;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Tree;
import org.jspecify.annotations.Nullable;

/** DDL and a mass UPDATE or DELETE in one transaction. */
final class DdlThenBackfillTxn implements Rule {

  @Override
  public About about() {
    return new About(
        "DDL_THEN_BACKFILL_TXN",
        Severity.ERROR,
        "A mass UPDATE or DELETE in the transaction of a schema change",
        "The lock of the schema change is kept until the last row is written: behind ACCESS"
            + " EXCLUSIVE nobody reads the table all that time, behind the weaker ones nobody"
            + " writes it.",
        "A few rows that are named by a value are written at once. A change of a table that the"
            + " same migration creates locks out nobody. Each statement by itself"
            + " (transaction=false) gives its lock back before the next one begins.",
        "The schema change in one migration, the rows in the next one: a .backfill.yaml.");
  }

  @Override
  public void judge(Scene scene) {
    Reach.Write write = Reach.Write.of(scene.tree());
    if (write == null || !scene.transaction().isBlock()) {
      return;
    }
    Relation table = scene.relation(write.target());
    Effect held = held(scene);
    if (held == null || scene.isNew(table)) {
      return;
    }
    Reach reach = Reach.of(scene, write);
    String message =
        held.relation().name()
            + " stays locked ("
            + held.lock().words()
            + ") while "
            + (reach == Reach.ALL ? "every row" : "rows")
            + " of "
            + (table == held.relation() ? "it" : table.name().toString())
            + (scene.tree() instanceof Tree.Delete ? " are deleted" : " are written");
    message = reach == Reach.ALL ? message.replace("every row of", "all rows of") : message;
    if (reach == Reach.ALL || reach == Reach.MANY) {
      scene.find(this, -1, message, fix(scene, write));
    } else if (reach == Reach.PERHAPS) {
      scene.suspect(this, -1, message, "how many rows the condition takes", fix(scene, write));
    }
  }

  /** The strongest lock that a schema change has left on a table in use, or null. */
  static @Nullable Effect held(Scene scene) {
    Effect strongest = null;
    for (Scene earlier : scene.transaction().before()) {
      for (Effect effect : earlier.effects()) {
        if (isChange(earlier.tree())
            && effect.lock().blocksWrites()
            && !scene.isNew(effect.relation())
            && (strongest == null || effect.lock().compareTo(strongest.lock()) > 0)) {
          strongest = effect;
        }
      }
    }
    return strongest;
  }

  private static boolean isChange(Tree tree) {
    return !(tree instanceof Tree.LockTable
        || tree instanceof Tree.Refresh
        || tree instanceof Tree.Vacuum
        || tree instanceof Tree.Cluster
        || tree instanceof Tree.Reindex);
  }

  private static String fix(Scene scene, Reach.Write write) {
    return Sql.lines(
        "# in this migration the schema change alone; in the next one a "
            + Sql.backfillFile(scene)
            + ":",
        Rewritten.of(scene, write));
  }
}
