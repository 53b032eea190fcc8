package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Effect;
import io.github.dbsage.lint.Judged;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.LockMode;
import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Kind;
import io.github.dbsage.sql.tree.Tree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Several ALTER TABLE of one table, one behind the other. */
final class MultiAlterSameTable implements Rule {

  private static final Pattern HEAD =
      Pattern.compile(
          "(?is)\\s*(ALTER\\s+(?:FOREIGN\\s+)?TABLE\\s+(?:IF\\s+EXISTS\\s+)?(?:ONLY\\s+)?"
              + "(?:(?:\"[^\"]+\"|[\\w$]+)\\s*\\.\\s*)?(?:\"[^\"]+\"|[\\w$]+))\\s*\\*?\\s+(.*)");

  @Override
  public About about() {
    return new About(
        "MULTI_ALTER_SAME_TABLE",
        Severity.INFO,
        "Several ALTER TABLE of one table could be one",
        "Each one asks for its lock and, where it rewrites or scans the table, does so again; where"
            + " each statement runs by itself, the application is held up each time.",
        "A table that the same migration creates. Renames, VALIDATE CONSTRAINT, DROP CONSTRAINT behind"
            + " what it proves, and partitions want a statement of their own.",
        "One ALTER TABLE with all the changes, separated by commas, takes the lock once.");
  }

  @Override
  public void conclude(Judged file) {
    List<Scene> run = new ArrayList<>();
    for (Scene scene : file.scenes()) {
      if (scene.tree() instanceof Tree.SetVariable) {
        continue;
      }
      if (!run.isEmpty() && !belong(run.get(0), scene)) {
        tell(run);
        run.clear();
      }
      if (isPlain(scene)) {
        run.add(scene);
      }
    }
    tell(run);
  }

  private void tell(List<Scene> run) {
    if (run.size() > 1) {
      String message =
          run.get(0).effects().get(0).relation().name()
              + " is altered "
              + (run.size() == 2 ? "twice" : run.size() + " times")
              + " in a row";
      run.get(1).find(this, -1, message, fix(run));
    }
  }

  /** One of them with a stronger lock would make the others' work harder on the table. */
  private static boolean belong(Scene one, Scene other) {
    return isPlain(other)
        && one.effects().get(0).relation() == other.effects().get(0).relation()
        && strongest(one) == strongest(other)
        && Objects.equals(one.inside().what(), other.inside().what());
  }

  private static LockMode strongest(Scene scene) {
    return scene.effects().stream()
        .map(Effect::lock)
        .max(Comparator.naturalOrder())
        .orElse(LockMode.ACCESS_SHARE);
  }

  private static boolean isPlain(Scene scene) {
    return scene.tree() instanceof Tree.AlterTable alter
        && (alter.kind() == Kind.TABLE || alter.kind() == Kind.FOREIGN_TABLE)
        && alter.actions().stream().noneMatch(MultiAlterSameTable::standsAlone)
        && !scene.effects().isEmpty()
        && !scene.isNew(scene.effects().get(0).relation());
  }

  /** A constraint is dropped before anything else is done: what it proves would be read anew. */
  private static boolean standsAlone(Action action) {
    return action instanceof Action.ValidateConstraint
        || action instanceof Action.DropConstraint
        || action instanceof Action.AttachPartition
        || action instanceof Action.DetachPartition
        || action instanceof Action.Triggers;
  }

  private static @Nullable String fix(List<Scene> run) {
    String head = "";
    List<String> changes = new ArrayList<>();
    for (Scene scene : run) {
      Matcher parts = HEAD.matcher(scene.text());
      if (scene.inside().what() != null || !parts.matches()) {
        return null;
      }
      head = head.isEmpty() ? parts.group(1) : head;
      changes.add(parts.group(2).strip());
    }
    return head + "\n  " + String.join(",\n  ", changes) + ";";
  }
}
