package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Kind;
import io.github.dbsage.sql.tree.Tree;
import java.util.Locale;
import java.util.regex.Pattern;

/** DROP … CASCADE. */
final class DropCascade implements Rule {

  private static final Pattern CASCADE = Pattern.compile("(?i)\\s+CASCADE\\b");

  @Override
  public About about() {
    return new About(
        "DROP_CASCADE",
        Severity.WARNING,
        "CASCADE drops what depends on a thing, unseen",
        "Views, foreign keys, columns, triggers and policies that depend on it go too, without"
            + " being named in the migration; the application that reads a view gets errors.",
        "Nothing else uses what the same migration creates. Triggers, policies and rules have"
            + " nothing that depends on them.",
        "Leave CASCADE out: PostgreSQL then refuses (2BP01) and names what depends on it. Drop"
            + " that by its name first. The dry run lists what would go.");
  }

  @Override
  public void judge(Scene scene) {
    if (scene.tree() instanceof Tree.Drop drop && drop.cascade()) {
      for (QualifiedName name : drop.names()) {
        if (!hasNoDependents(drop.kind())
            && !Dropped.isHarmless(scene, drop.kind(), name, drop.ifExists())) {
          tell(scene, drop.kind().words().toLowerCase(Locale.ROOT) + " " + name);
        }
      }
    } else if (scene.tree() instanceof Tree.AlterTable alter) {
      for (Action.DropColumn drop : scene.actions(Action.DropColumn.class)) {
        if (drop.cascade() && !DropColumn.isHarmless(scene, alter, drop)) {
          tell(scene, drop.column() + " of " + scene.state().full(alter.name()));
        }
      }
      for (Action.DropConstraint drop : scene.actions(Action.DropConstraint.class)) {
        Relation table = scene.relation(alter.name());
        if (drop.cascade() && !scene.isNew(table)) {
          tell(scene, "constraint " + drop.name() + " of " + table.name());
        }
      }
    }
  }

  private static boolean hasNoDependents(Kind kind) {
    return kind == Kind.TRIGGER || kind == Kind.POLICY || kind == Kind.RULE;
  }

  private void tell(Scene scene, String what) {
    String fix =
        scene.inside().what() == null
            ? Sql.lines(
                "-- first drop by its name what PostgreSQL says depends on it, then:",
                CASCADE.matcher(scene.text()).replaceAll("") + ";")
            : null;
    scene.suspect(
        this, -1, "whatever depends on " + what + " goes with it", "what depends on it", fix);
  }
}
