package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.ColumnState;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.lint.TypeState;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.sql.tree.Column;
import io.github.dbsage.sql.tree.Kind;
import io.github.dbsage.sql.tree.Literals;
import io.github.dbsage.sql.tree.Tree;
import io.github.dbsage.sql.tree.Type;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether a string is a label of an enum, where it stands. */
enum LabelUse {
  NO,
  PERHAPS,
  YES;

  /** Judges a string of a statement. */
  static LabelUse of(Scene scene, Literals literals, Literals.Literal literal, TypeState type) {
    if (literal.type() != null) {
      return is(scene, literal.type(), type) ? YES : NO;
    }
    if (literal.column() == null && literal.position() < 0) {
      return NO;
    }
    LabelUse used = NO;
    for (QualifiedName name : literals.relations()) {
      LabelUse one = of(scene, name, literal, type);
      used = one.compareTo(used) > 0 ? one : used;
    }
    return used;
  }

  private static LabelUse of(
      Scene scene, QualifiedName name, Literals.Literal literal, TypeState type) {
    if (scene.tree() instanceof Tree.CreateTable create && create.name().equals(name)) {
      return create.columns().stream()
              .filter(column -> column.name().equals(literal.column()))
              .map(Column::type)
              .anyMatch(its -> its != null && is(scene, its, type))
          ? YES
          : NO;
    }
    Relation relation = scene.state().find(name);
    if (relation == null || relation.kind() == Kind.VIEW || !relation.columnsKnown()) {
      Type known = relation == null ? null : known(relation, literal);
      return known == null ? PERHAPS : is(scene, known, type) ? YES : NO;
    }
    Type known = known(relation, literal);
    return known != null && is(scene, known, type) ? YES : NO;
  }

  private static @Nullable Type known(Relation relation, Literals.Literal literal) {
    List<ColumnState> columns = relation.columns();
    if (literal.position() >= 0) {
      return literal.position() < columns.size() ? columns.get(literal.position()).type() : null;
    }
    return columns.stream()
        .filter(column -> column.name().equals(literal.column()))
        .map(ColumnState::type)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static boolean is(Scene scene, Type written, TypeState type) {
    return scene.state().type(written.name()) == type;
  }
}
