package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Routine;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Code;
import io.github.dbsage.sql.tree.Expr;
import io.github.dbsage.sql.tree.Tree;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A trigger that should keep two columns alike and does not. */
final class SyncTriggerCoalesce implements Rule {

  @Override
  public About about() {
    return new About(
        "SYNC_TRIGGER_COALESCE",
        Severity.WARNING,
        "A trigger that keeps two columns alike only until both are filled",
        "COALESCE(NEW.a, NEW.b) copies nothing once a is filled, so an UPDATE of b never reaches it;"
            + " a copy in one direction loses what the new version of the application writes. The"
            + " two versions see different values, and nobody notices.",
        "On INSERT alone it is right. A value that is computed anew each time, or a default, keeps"
            + " no columns alike.",
        "Compare NEW with OLD, and carry over whichever column the statement has changed, NULL"
            + " included, in both directions.");
  }

  @Override
  public void judge(Scene scene) {
    if (!(scene.tree() instanceof Tree.CreateTrigger trigger)
        || !trigger.before()
        || !trigger.row()
        || !trigger.onUpdate()) {
      return;
    }
    Routine routine = scene.state().routine(trigger.function());
    if (routine == null || !routine.definition().language().equals("plpgsql")) {
      return;
    }
    List<Code> code = scene.grammar().code(routine.statement().text());
    List<Copied> copies = Copied.by(code, scene.grammar());
    Relation table = scene.relation(trigger.table());
    for (Copied copy : copies) {
      String trouble = copy.isCompared(code) ? null : trouble(scene, trigger, copy, copies, table);
      if (trouble != null) {
        scene.find(this, -1, trouble, fix(scene, trigger, copy, table));
        return;
      }
    }
  }

  private static @Nullable String trouble(
      Scene scene, Tree.CreateTrigger trigger, Copied copy, List<Copied> all, Relation table) {
    String function = "line " + copy.line() + " of " + trigger.function();
    if (copy.ifNull()) {
      return "once both are filled, an UPDATE of "
          + copy.from()
          + " no longer reaches "
          + copy.to()
          + ": "
          + function;
    }
    boolean back =
        all.stream().anyMatch(o -> o.from().equals(copy.to()) && o.to().equals(copy.from()));
    boolean keepsAlike =
        skipsNull(trigger.when(), copy.from())
            || (scene.isNew(table.column(copy.to()).birth()) && !scene.isNew(table));
    return back || !keepsAlike
        ? null
        : "what is written to "
            + copy.to()
            + " never reaches "
            + copy.from()
            + (skipsNull(trigger.when(), copy.from()) ? ", and a NULL is not carried over" : "")
            + ": "
            + function;
  }

  private static boolean skipsNull(@Nullable Expr when, String column) {
    return when != null
        && when.any(
            part ->
                part instanceof Expr.NullTest test
                    && !test.isNull()
                    && test.value() instanceof Expr.Column its
                    && its.name().equals(column));
  }

  private static String fix(Scene scene, Tree.CreateTrigger trigger, Copied copy, Relation table) {
    boolean backwards =
        scene.isNew(table.column(copy.from()).birth())
            && !scene.isNew(table.column(copy.to()).birth());
    String from = backwards ? copy.to() : copy.from();
    String to = backwards ? copy.from() : copy.to();
    return new SyncTrigger(table.name(), trigger.function(), trigger.name(), from, to).sql();
  }
}
