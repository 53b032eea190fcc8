package io.github.dbsage.lint.rule;

import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Column;
import io.github.dbsage.sql.tree.Constraint;
import io.github.dbsage.sql.tree.Expr;
import io.github.dbsage.sql.tree.Kind;
import io.github.dbsage.sql.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What statements have made and not taken away again. Not thread-safe. */
final class Ledger {

  private final List<Thing> things = new ArrayList<>();
  private boolean sure = true;
  private boolean cascaded;

  /** What is there now, in the order in which it was made. */
  List<Thing> things() {
    return List.copyOf(things);
  }

  /** Whether a CASCADE may have taken more than its statement names. */
  boolean cascaded() {
    return cascaded;
  }

  /** Whether it holds such a thing. */
  boolean has(Kind kind, QualifiedName name) {
    return things.stream().anyMatch(thing -> thing.is(kind, name));
  }

  /** A thing of a table, or null. */
  @Nullable Thing find(Kind kind, String name, QualifiedName table) {
    return things.stream()
        .filter(thing -> thing.is(kind, new QualifiedName(null, name)) && thing.isOn(table))
        .findFirst()
        .orElse(null);
  }

  /**
   * Takes note of a statement.
   *
   * @param certain whether it runs as it stands, and always
   */
  void ran(Tree tree, boolean certain) {
    sure = certain;
    if (tree instanceof Tree.AlterTable alter) {
      alter.actions().forEach(action -> action(alter.name(), action));
    } else if (tree instanceof Tree.Drop drop) {
      drop(drop);
    } else if (tree instanceof Tree.Rename rename) {
      rename(rename);
    } else if (tree instanceof Tree.SetSchema set) {
      QualifiedName to = new QualifiedName(set.schema(), set.object().name());
      change(set.kind(), set.object(), to);
    } else {
      create(tree);
    }
  }

  private void create(Tree tree) {
    if (tree instanceof Tree.CreateTable create) {
      if (!create.persistence().isTemporary()) {
        Kind kind = create.foreign() ? Kind.FOREIGN_TABLE : Kind.TABLE;
        Thing table = Thing.of(kind, create.name(), sure && !create.ifNotExists());
        add(create.parents().isEmpty() ? table : table.on(create.parents().get(0)));
      }
    } else if (tree instanceof Tree.CreateTableAs create) {
      if (!create.persistence().isTemporary()) {
        Kind kind = create.materializedView() ? Kind.MATERIALIZED_VIEW : Kind.TABLE;
        add(Thing.of(kind, create.name(), sure && !create.ifNotExists()));
      }
    } else if (tree instanceof Tree.CreateView create) {
      add(Thing.of(Kind.VIEW, create.name(), sure && !create.replace()));
    } else if (tree instanceof Tree.CreateSequence create) {
      add(Thing.of(Kind.SEQUENCE, create.name(), sure && !create.ifNotExists()));
    } else if (tree instanceof Tree.CreateIndex create) {
      if (create.name() != null) {
        boolean isNew = sure && !create.ifNotExists();
        QualifiedName name = new QualifiedName(create.table().schema(), create.name());
        add(new Thing(Kind.INDEX, name, create.table(), create.columns(), isNew, false));
      }
    } else if (tree instanceof Tree.CreateTrigger create) {
      add(Thing.on(Kind.TRIGGER, create.name(), create.table(), sure && !create.replace()));
    } else if (tree instanceof Tree.CreatePolicy create) {
      add(Thing.on(Kind.POLICY, create.name(), create.table(), sure));
    } else if (tree instanceof Tree.CreateOn create && create.name() != null) {
      add(Thing.on(create.kind(), create.name(), create.table(), sure));
    } else {
      createOther(tree);
    }
  }

  private void createOther(Tree tree) {
    if (tree instanceof Tree.CreateFunction create) {
      Kind kind = create.procedure() ? Kind.PROCEDURE : Kind.FUNCTION;
      add(Thing.of(kind, create.name(), sure && !create.replace()));
    } else if (tree instanceof Tree.CreateEnum create) {
      add(Thing.of(Kind.TYPE, create.name(), sure));
    } else if (tree instanceof Tree.CreateType create) {
      add(Thing.of(Kind.TYPE, create.name(), sure));
    } else if (tree instanceof Tree.CreateDomain create) {
      add(Thing.of(Kind.DOMAIN, create.name(), sure));
    } else if (tree instanceof Tree.CreateExtension create) {
      QualifiedName name = new QualifiedName(null, create.name());
      add(Thing.of(Kind.EXTENSION, name, sure && !create.ifNotExists()));
    } else if (tree instanceof Tree.CreateSchema create) {
      QualifiedName name = new QualifiedName(null, create.name());
      add(Thing.of(Kind.SCHEMA, name, sure && !create.ifNotExists()));
    }
  }

  private void add(Thing thing) {
    things.removeIf(
        old -> old.is(thing.kind(), thing.name()) && (thing.on() == null || old.isOn(thing.on())));
    things.add(thing);
  }

  private void action(QualifiedName table, Action action) {
    if (action instanceof Action.AddColumn added) {
      Column column = added.column();
      boolean isNew = sure && !added.ifNotExists();
      QualifiedName name = new QualifiedName(null, column.name());
      boolean derived = column.has(Constraint.Kind.GENERATED);
      add(new Thing(Kind.COLUMN, name, table, List.of(column.name()), isNew, derived));
    } else if (action instanceof Action.AddConstraint added) {
      Constraint constraint = added.constraint();
      String index = constraint.index();
      if (index != null) {
        things.removeIf(thing -> thing.is(Kind.INDEX, new QualifiedName(null, index)));
      }
      String name = constraint.name() == null ? index : constraint.name();
      if (name != null) {
        QualifiedName full = new QualifiedName(null, name);
        add(new Thing(Kind.CONSTRAINT, full, table, columns(constraint), sure, false));
      }
    } else if (action instanceof Action.DropColumn drop) {
      cascaded |= drop.cascade();
      things.removeIf(thing -> thing.isOn(table) && thing.columns().contains(drop.column()));
    } else if (action instanceof Action.DropConstraint drop) {
      cascaded |= drop.cascade();
      QualifiedName name = new QualifiedName(null, drop.name());
      things.removeIf(thing -> thing.isOn(table) && thing.is(Kind.CONSTRAINT, name));
    }
  }

  private static List<String> columns(Constraint constraint) {
    if (constraint.expression() == null) {
      return constraint.columns();
    }
    return constraint.expression().all().stream()
        .filter(Expr.Column.class::isInstance)
        .map(part -> ((Expr.Column) part).name())
        .toList();
  }

  private void drop(Tree.Drop drop) {
    cascaded |= drop.cascade();
    for (int i = 0; i < drop.names().size(); i++) {
      QualifiedName name = drop.names().get(i);
      if (i < drop.tables().size()) {
        QualifiedName table = drop.tables().get(i);
        things.removeIf(thing -> thing.is(drop.kind(), name) && thing.isOn(table));
        continue;
      }
      things.removeIf(thing -> thing.is(drop.kind(), name));
      switch (drop.kind()) {
        case TABLE, FOREIGN_TABLE, MATERIALIZED_VIEW, VIEW -> dropParts(name);
        case SCHEMA ->
            things.removeIf(
                thing ->
                    name.name().equals(thing.name().schema())
                        || (thing.on() != null && name.name().equals(thing.on().schema())));
        default -> {
          // Nothing is part of it.
        }
      }
    }
  }

  /** What goes with a table: its parts, its partitions with theirs, sequences of its columns. */
  private void dropParts(QualifiedName table) {
    List<Thing> partitions =
        things.stream()
            .filter(thing -> thing.isOn(table) && thing.is(Kind.TABLE, thing.name()))
            .toList();
    String head = table.name().toLowerCase(Locale.ROOT) + "_";
    things.removeIf(
        thing ->
            thing.isOn(table)
                || (thing.kind() == Kind.SEQUENCE && thing.name().name().startsWith(head)));
    partitions.forEach(partition -> dropParts(partition.name()));
  }

  private void rename(Tree.Rename rename) {
    if (rename.part() == null) {
      QualifiedName to = new QualifiedName(rename.object().schema(), rename.to());
      change(rename.kind(), rename.object(), to);
      return;
    }
    QualifiedName part = new QualifiedName(null, rename.part());
    QualifiedName to = new QualifiedName(null, rename.to());
    replace(
        thing ->
            thing.is(rename.kind(), part) && thing.isOn(rename.object())
                ? new Thing(thing.kind(), to, thing.on(), List.of(rename.to()), thing.sure(), false)
                : thing);
  }

  private void change(Kind kind, QualifiedName from, QualifiedName to) {
    replace(
        thing -> thing.is(kind, from) ? thing.named(to) : thing.isOn(from) ? thing.on(to) : thing);
  }

  private void replace(UnaryOperator<Thing> change) {
    things.replaceAll(change);
  }
}
