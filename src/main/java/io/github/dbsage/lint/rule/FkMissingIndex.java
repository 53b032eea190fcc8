package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Birth;
import io.github.dbsage.lint.ConstraintState;
import io.github.dbsage.lint.Judged;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Constraint;
import io.github.dbsage.sql.tree.Tree;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A foreign key without an index for its columns. */
final class FkMissingIndex implements Rule {

  @Override
  public About about() {
    return new About(
        "FK_MISSING_INDEX",
        Severity.WARNING,
        "A foreign key without an index on its own columns",
        "Each DELETE on the other table, and each UPDATE of its key, reads the whole of this one to"
            + " look for rows that point there, and keeps its locks meanwhile.",
        "An index serves that begins with the columns of the key, in whichever order: a primary key"
            + " or UNIQUE too, a partial one only if it leaves out nothing but NULL.",
        "CREATE INDEX CONCURRENTLY on the columns of the foreign key, in the same or an earlier"
            + " migration.");
  }

  @Override
  public void conclude(Judged file) {
    for (Relation table : file.state().relations()) {
      for (ConstraintState key : table.constraints()) {
        Birth birth = key.birth();
        if (key.kind() == Constraint.Kind.FOREIGN_KEY
            && birth != null
            && birth.subject().equals(file.subject())
            && !table.temporary()
            && !table.hasIndexOn(key.columns())
            && !table.hadIndexOn(key.columns(), file.subject())) {
          scene(file, birth, key).ifPresent(scene -> tell(scene, table, key));
        }
      }
    }
  }

  /** The statement that made it. */
  private static Optional<Scene> scene(Judged file, Birth birth, ConstraintState key) {
    List<Scene> there =
        file.scenes().stream().filter(one -> one.place(-1).equals(birth.place())).toList();
    return there.stream()
        .filter(one -> written(one, key) != null)
        .findFirst()
        .or(() -> there.stream().findFirst());
  }

  private void tell(Scene scene, Relation table, ConstraintState key) {
    Constraint written = written(scene, key);
    int at = written == null ? -1 : written.at();
    String columns = String.join(", ", key.columns());
    String message =
        "no index of "
            + table.name()
            + " begins with "
            + columns
            + ": each DELETE in "
            + (key.target() == null ? "the other table" : key.target().name().toString())
            + " reads all of it";
    // On a column that the files made nobody else can have made an index.
    boolean told =
        table.columnsKnown()
            || key.columns().stream().anyMatch(c -> table.column(c).birth() != null);
    if (told) {
      scene.find(this, at, message, fix(scene, table, key));
    } else {
      scene.suspect(this, at, message, "the table's indexes", fix(scene, table, key));
    }
  }

  private static @Nullable String fix(Scene scene, Relation table, ConstraintState key) {
    String on =
        Sql.name(table.name().name() + "_" + String.join("_", key.columns()) + "_idx")
            + " ON "
            + Sql.name(table.name())
            + " ("
            + Sql.names(key.columns())
            + ");";
    boolean plain = !Sql.isInUse(scene, table) || table.partitioned();
    return scene.isGuessed() ? null : "CREATE INDEX " + (plain ? "" : "CONCURRENTLY ") + on;
  }

  private static @Nullable Constraint written(Scene scene, ConstraintState key) {
    Stream<Constraint> all =
        scene.tree() instanceof Tree.CreateTable create
            ? Stream.concat(
                create.constraints().stream(),
                create.columns().stream().flatMap(column -> column.constraints().stream()))
            : Stream.concat(
                scene.actions(Action.AddConstraint.class).stream()
                    .map(Action.AddConstraint::constraint),
                scene.actions(Action.AddColumn.class).stream()
                    .flatMap(add -> add.column().constraints().stream()));
    return all.filter(one -> one.kind() == Constraint.Kind.FOREIGN_KEY)
        .filter(one -> one.columns().equals(key.columns()))
        .findFirst()
        .orElse(null);
  }
}
