package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Birth;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.lint.TypeState;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Literals;
import io.github.dbsage.sql.tree.Tree;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A new label of an enum that its own transaction uses. */
final class EnumValueUsedInTxn implements Rule {

  @Override
  public About about() {
    return new About(
        "ENUM_VALUE_USED_IN_TXN",
        Severity.ERROR,
        "A new label of an enum is used in the transaction that adds it",
        "PostgreSQL refuses it (55P04): the label can be used once it has been committed.",
        "The plugin commits behind ALTER TYPE … ADD VALUE, unless the file forces one transaction."
            + " A label that CREATE TYPE lists may be used at once, and from 17 on each label of a"
            + " type that the same transaction creates.",
        "Leave BEGIN and COMMIT, or transaction=true, out of the file; or use the label in the next"
            + " migration.");
  }

  @Override
  public void judge(Scene scene) {
    if (!scene.transaction().isBlock() || scene.tree() instanceof Tree.AlterEnum) {
      return;
    }
    for (TypeState type : scene.state().types()) {
      List<String> labels = added(scene, type);
      if (!labels.isEmpty()) {
        judge(scene, type, labels);
      }
    }
  }

  private static List<String> added(Scene scene, TypeState type) {
    return type.labels().stream().filter(label -> isOfThis(scene, type.label(label))).toList();
  }

  private static boolean isOfThis(Scene scene, @Nullable Birth birth) {
    return birth != null && birth.transaction() == scene.transaction().number();
  }

  private void judge(Scene scene, TypeState type, List<String> labels) {
    boolean together = isOfThis(scene, type.birth());
    if (together && scene.server().isAtLeast(17)) {
      return;
    }
    LabelUse used = LabelUse.NO;
    Literals.Literal culprit = null;
    String text = text(scene);
    Literals literals = scene.grammar().literals(text);
    for (Literals.Literal literal : literals.all()) {
      if (labels.contains(literal.text())) {
        LabelUse one = LabelUse.of(scene, literals, literal, type);
        if (one.compareTo(used) > 0) {
          used = one;
          culprit = literal;
        }
      }
    }
    if (culprit == null) {
      return;
    }
    int at = text.equals(scene.text()) ? culprit.at() : -1;
    Birth birth = Objects.requireNonNull(type.label(culprit.text()));
    String message =
        "'"
            + culprit.text()
            + "' of "
            + type.name()
            + " is added in this very transaction (line "
            + birth.place().line()
            + ") and cannot be used in it";
    // A label of that very spelling, right behind its ADD VALUE, is hardly another column's text.
    boolean unsure = used == LabelUse.PERHAPS && !writes(scene.tree());
    if (unsure) {
      scene.suspect(this, at, message, "the column's type", null);
    } else if (together && scene.server().isOpen()) {
      scene.suspect(this, at, message, "the server's version: from 17 on it may", null);
    } else {
      scene.find(this, at, message, null);
    }
  }

  private static boolean writes(Tree tree) {
    return tree instanceof Tree.Insert
        || tree instanceof Tree.Update
        || tree instanceof Tree.Merge
        || tree instanceof Tree.AlterTable;
  }

  /** The body of a function in SQL is read when it is created; one in PL/pgSQL when it runs. */
  private static String text(Scene scene) {
    return scene.tree() instanceof Tree.CreateFunction create
            && create.language().equals("sql")
            && !create.body().isEmpty()
        ? create.body()
        : scene.text();
  }
}
