package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Constraint;
import io.github.dbsage.sql.tree.Tree;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** FOREIGN KEY … NOT VALID on a partitioned table. */
final class FkNotValidPartitioned implements Rule {

  @Override
  public About about() {
    return new About(
        "FK_NOT_VALID_PARTITIONED",
        Severity.ERROR,
        "A partitioned table takes no foreign key NOT VALID before PostgreSQL 18",
        "The statement fails (SQLSTATE 42809).",
        "PostgreSQL 18 allows it. A single partition takes it in every version.",
        "Add it NOT VALID to each partition, VALIDATE it there in the next migration, then add it"
            + " to the partitioned table, which takes over what its partitions have.");
  }

  @Override
  public void judge(Scene scene) {
    if (!(scene.tree() instanceof Tree.AlterTable alter) || !scene.server().mayBeBefore(18)) {
      return;
    }
    Relation table = scene.relation(alter.name());
    for (Action.AddConstraint add : scene.actions(Action.AddConstraint.class)) {
      Constraint constraint = add.constraint();
      if (constraint.kind() != Constraint.Kind.FOREIGN_KEY
          || !constraint.notValid()
          || !table.partitioned()) {
        continue;
      }
      String message = table.name() + " is partitioned and takes no foreign key NOT VALID";
      String fix = fix(scene, new AddedConstraint(table, constraint, null));
      if (!scene.server().isOpen()) {
        scene.find(this, constraint.at(), message, fix);
      } else {
        scene.suspect(this, constraint.at(), message, "the server's version", fix);
      }
    }
  }

  private static @Nullable String fix(Scene scene, AddedConstraint added) {
    String words = added.words(scene);
    int last = words.toUpperCase(Locale.ROOT).lastIndexOf("NOT VALID");
    List<String> lines =
        AddFkValidating.onParts(scene, added, last < 0 ? words : words.substring(0, last).strip());
    return Sql.fix(scene, lines);
  }
}
