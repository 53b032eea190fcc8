package io.github.dbsage.lint;

import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.sql.tree.Constraint;
import io.github.dbsage.sql.tree.Kind;
import io.github.dbsage.sql.tree.Tree;

/** What a new table has from another one. */
final class Copied {

  private Copied() {}

  /** {@code LIKE}: no foreign keys, and no checks or indexes where nothing asks for them. */
  static void like(State state, Tree.Like like, Relation to, Birth birth) {
    Relation from = state.relation(like.table());
    columns(from, to, birth);
    if (like.constraints()) {
      checks(from, to, birth);
    }
    if (like.indexes()) {
      indexes(state, from, to, birth);
    }
  }

  /** {@code INHERITS}, {@code PARTITION OF}: the parent's checks, unless they say NO INHERIT. */
  static void inherit(Relation parent, Relation to, Birth birth) {
    columns(parent, to, birth);
    for (ConstraintState check : parent.constraints()) {
      if (check.kind() == Constraint.Kind.CHECK && !check.noInherit()) {
        // There are no rows yet: what was NOT VALID is valid here.
        to.addInherited(copy(check, check.name(), true, birth));
      }
    }
  }

  /** A constraint that a parent gets, and what inherits from it too; an own one is merged. */
  static void inherit(ConstraintState added, Relation to, Birth birth) {
    if (to.constraint(added.name()) == null) {
      to.addInherited(copy(added, added.name(), added.validated(), birth));
    } else {
      to.merge(added.name());
    }
  }

  private static void columns(Relation from, Relation to, Birth birth) {
    if (!from.columnsKnown()) {
      to.columnsUnknown();
    }
    for (ColumnState column : from.columns()) {
      ColumnState copy = new ColumnState(column.name(), column.type(), column.notNull(), birth);
      copy.collation(column.collation());
      to.add(copy);
    }
  }

  private static void checks(Relation from, Relation to, Birth birth) {
    for (ConstraintState check : from.constraints()) {
      if (check.kind() == Constraint.Kind.CHECK) {
        to.add(copy(check, check.name(), true, birth));
      }
    }
  }

  private static void indexes(State state, Relation from, Relation to, Birth birth) {
    for (Relation index : from.indexes()) {
      Relation.Index what = index.index();
      ConstraintState key = from.constraint(index.name().name());
      if (what != null) {
        String end = what.unique() ? "_key" : "_idx";
        if (key != null && key.kind() == Constraint.Kind.PRIMARY_KEY) {
          end = "_pkey";
        } else {
          end = "_" + String.join("_", what.columns()) + end;
        }
        String name = to.name().name() + end;
        Relation copy =
            state.create(
                new QualifiedName(to.name().schema(), name), Kind.INDEX, birth, to.temporary());
        to.add(
            copy,
            new Relation.Index(
                to, what.columns(), what.mentions(), what.unique(), false, what.definition()));
        if (key != null) {
          to.add(copy(key, name, true, birth));
        }
      }
    }
  }

  private static ConstraintState copy(
      ConstraintState from, String name, boolean validated, Birth birth) {
    return new ConstraintState(
        name,
        from.kind(),
        from.columns(),
        from.expression(),
        null,
        validated,
        from.enforced(),
        from.noInherit(),
        birth);
  }
}
