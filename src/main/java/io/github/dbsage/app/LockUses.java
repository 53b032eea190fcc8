package io.github.dbsage.app;

import io.github.dbsage.lint.Effect;
import io.github.dbsage.lint.Judged;
import io.github.dbsage.lint.Linter;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.BackfillSpec;
import io.github.dbsage.model.BackfillStep;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.Version;
import io.github.dbsage.render.LockUse;
import io.github.dbsage.sql.LockMode;
import io.github.dbsage.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The locks that migrations take on tables that were there before, as far as their text tells: of
 * each statement the strongest on each table. Who only reads holds up nobody, short of who drops or
 * rewrites the table.
 */
final class LockUses {

  private final Map<Key, LockUse> strongest = new LinkedHashMap<>();

  private record Key(Place at, QualifiedName table) {}

  private LockUses() {}

  /** Those of what was judged, and of the backfills. */
  static List<LockUse> of(Linter.Verdict verdict, List<Step> steps) {
    LockUses uses = new LockUses();
    for (Judged file : verdict.files()) {
      Version version = file.subject().step().version();
      for (Scene scene : file.scenes()) {
        for (Effect effect : scene.effects()) {
          if (!scene.isNew(effect.relation())
              && !effect.relation().temporary()
              && effect.lock().compareTo(LockMode.ROW_EXCLUSIVE) >= 0) {
            uses.add(version, scene, effect);
          }
        }
      }
    }
    for (Step step : steps) {
      if (step instanceof BackfillStep backfill) {
        uses.add(backfill);
      }
    }
    return new ArrayList<>(uses.strongest.values());
  }

  private void add(Version version, Scene scene, Effect effect) {
    add(
        new LockUse(
            version,
            scene.sent().start(),
            raw(scene.sent()),
            effect.relation().name(),
            effect.lock(),
            work(effect.work())));
  }

  private void add(BackfillStep step) {
    BackfillSpec spec = step.spec();
    add(
        new LockUse(
            step.version(),
            Place.startOf(step.source().file()),
            "backfill " + spec.name(),
            spec.table(),
            LockMode.ROW_EXCLUSIVE,
            "rows, batch by batch"));
  }

  private void add(LockUse use) {
    strongest.merge(
        new Key(use.at(), use.table()),
        use,
        (one, other) -> one.mode().compareTo(other.mode()) >= 0 ? one : other);
  }

  /** As the file has it: values of placeholders belong to one environment. */
  private static String raw(Statement statement) {
    StringBuilder text = new StringBuilder();
    int at = 0;
    for (Statement.Expansion expansion : statement.expansions()) {
      text.append(statement.text(), at, expansion.offset()).append(expansion.raw());
      at = expansion.offset() + expansion.valueLength();
    }
    return text.append(statement.text(), at, statement.text().length()).toString();
  }

  private static String work(Effect.Work work) {
    return switch (work) {
      case NONE -> "the catalog alone";
      case ROWS -> "some rows";
      case SCAN -> "**every row is read**";
      case BUILD -> "an index is built";
      case REWRITE -> "**every row is written anew**";
    };
  }
}
