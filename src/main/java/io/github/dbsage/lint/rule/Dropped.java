package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.Birth;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Routine;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.lint.TypeState;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Kind;
import io.github.dbsage.sql.tree.Tree;
import org.jspecify.annotations.Nullable;

/** What the rules about DROP have in common. */
final class Dropped {

  private Dropped() {}

  /** Tells of a drop; where the plan contracts it is wanted, and only listed. */
  static void tell(Rule rule, Scene scene, String message, @Nullable String fix) {
    if (scene.subject().contract()) {
      String listed = "Listed only: the plan has this migration in its contract phase.";
      scene.find(rule, Severity.INFO, -1, message, listed);
    } else {
      scene.find(rule, -1, message, fix);
    }
  }

  /** Whether a drop takes away nothing that anybody uses. */
  static boolean isHarmless(Scene scene, Kind kind, QualifiedName name, boolean ifExists) {
    return switch (kind) {
      case TABLE, FOREIGN_TABLE, VIEW, MATERIALIZED_VIEW, SEQUENCE, INDEX -> {
        Relation found = scene.state().find(name);
        yield (found != null && scene.isNew(found)) || (ifExists && scene.state().isGone(name));
      }
      case SCHEMA ->
          scene.isNew(scene.state().schema(name.name()))
              || (ifExists && scene.state().isGoneSchema(name.name()));
      case TYPE, DOMAIN -> {
        TypeState type = scene.state().type(name);
        yield type != null && scene.isNew(type.birth());
      }
      case FUNCTION, PROCEDURE, AGGREGATE -> {
        Routine routine = scene.state().routine(name);
        Birth birth = routine == null ? null : routine.birth();
        yield scene.isNew(birth);
      }
      default -> false;
    };
  }

  /** Whether a later statement of the same transaction makes a relation of that name anew. */
  static boolean isBack(Scene scene, QualifiedName name) {
    QualifiedName full = scene.state().full(name);
    return scene.following().stream()
        .map(Dropped::created)
        .anyMatch(created -> created != null && full.equals(scene.state().full(created)));
  }

  private static @Nullable QualifiedName created(Tree tree) {
    if (tree instanceof Tree.CreateView view) {
      return view.name();
    }
    if (tree instanceof Tree.CreateTableAs create) {
      return create.name();
    }
    return tree instanceof Tree.CreateTable table ? table.name() : null;
  }

  /** How the plan says that nobody uses a thing any more. */
  static String plan(Scene scene, String what) {
    boolean alone = scene.subject().step().shape().statements() == 1;
    String version =
        alone ? scene.subject().step().version().digits() : "<version of that migration>";
    return Sql.lines(
        "# first deploy a version that does not use "
            + what
            + (alone ? "" : "; the statement in a migration of its own")
            + "; in migration-plan.yaml:",
        "zero-downtime:",
        "  phases:",
        "    - deploy: <that version>",
        "    - contract: [\"" + version + "\"]");
  }
}
