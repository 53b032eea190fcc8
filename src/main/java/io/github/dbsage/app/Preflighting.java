package io.github.dbsage.app;

import io.github.dbsage.db.Session;
import io.github.dbsage.lint.Derived;
import io.github.dbsage.lint.Effect;
import io.github.dbsage.lint.Judged;
import io.github.dbsage.lint.Linter;
import io.github.dbsage.model.ChangeKind;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.ObjectKind;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.SchemaChange;
import io.github.dbsage.model.Version;
import io.github.dbsage.preflight.Need;
import io.github.dbsage.preflight.Preflight;
import io.github.dbsage.shadow.Elders;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a goal looks at in a database before it runs anything there. */
final class Preflighting {

  /** What gives rights, or takes a new owner: judged before it has run, nobody knows. */
  private static final Pattern RIGHTS =
      Pattern.compile("\\b(GRANT|OWNER\\s+TO|REASSIGN\\s+OWNED)\\b", Pattern.CASE_INSENSITIVE);

  private Preflighting() {}

  /**
   * Looks; says what somebody should know, and nothing where all is well.
   *
   * @param verdict on what will run; null where files do not matter or nobody uses the database yet
   * @return the first thing that would fail for certain, or null
   */
  static @Nullable Problem look(GoalRun run, Session session, Linter.@Nullable Verdict verdict) {
    Preflight.Result result =
        Preflight.look(session, verdict == null ? Need.NOTHING : need(verdict));
    result.remarks().forEach(remark -> tell(run, remark));
    Elders.of(session).forEach(line -> tell(run, "open for long: " + line));
    if (result.refusals().isEmpty() || verdict == null) {
      return null;
    }
    Problem first = result.refusals().get(0);
    if (changesRights(verdict)) {
      tell(run, "unless a pending migration mends it: " + first.what());
      return null;
    }
    return first;
  }

  private static boolean changesRights(Linter.Verdict verdict) {
    return verdict.files().stream()
        .flatMap(file -> file.scenes().stream())
        .anyMatch(scene -> RIGHTS.matcher(scene.text()).find());
  }

  private static void tell(GoalRun run, String sentence) {
    run.listener().on(new Event.Remark(sentence));
  }

  private static Need need(Linter.Verdict verdict) {
    Set<String> extensions = new HashSet<>();
    Set<QualifiedName> owned = new HashSet<>();
    Set<String> schemas = new HashSet<>();
    // What the first migration may not do fails by itself, with all that is to be said of it, and
    // nothing was done by then; what later ones may not do is known before the first one runs.
    Version first =
        verdict.files().stream()
            .map(file -> file.subject().step().version())
            .min(Comparator.naturalOrder())
            .orElse(null);
    for (SchemaChange change : Derived.from(verdict).changes()) {
      QualifiedName table = table(change);
      String schema = change.object().name().schema();
      boolean later = !change.version().equals(first);
      if (change.object().kind() == ObjectKind.EXTENSION) {
        if (change.change() == ChangeKind.ADD) {
          extensions.add(change.object().name().name());
        }
      } else if (later && table != null) {
        owned.add(table);
      } else if (later
          && table == null
          && change.change() == ChangeKind.ADD
          && change.object().kind() != ObjectKind.TRIGGER
          && schema != null) {
        schemas.add(schema);
      }
    }
    Set<QualifiedName> rewritten = new HashSet<>();
    for (Judged file : verdict.files()) {
      file.scenes()
          .forEach(
              scene ->
                  scene.effects().stream()
                      .filter(effect -> effect.work() == Effect.Work.REWRITE)
                      .forEach(effect -> rewritten.add(effect.relation().name())));
    }
    return new Need(extensions, owned, schemas, rewritten);
  }

  /** The table that only its owner may change so; null where it is another matter. */
  private static @Nullable QualifiedName table(SchemaChange change) {
    return switch (change.object().kind()) {
      case COLUMN, POLICY -> change.owner();
      // A schema's owner may drop what is in it.
      case TABLE -> change.change() == ChangeKind.ALTER ? change.object().name() : null;
      case INDEX -> change.change() == ChangeKind.ADD ? change.owner() : null;
      case EXTENSION, TYPE, FUNCTION, TRIGGER, VIEW -> null;
    };
  }
}
