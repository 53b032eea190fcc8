package io.github.dbsage.lint;

import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Constraint;
import io.github.dbsage.sql.tree.Kind;
import io.github.dbsage.sql.tree.Tree;
import java.util.List;

/** Carries out ALTER TABLE in the state. */
final class TableChanges {

  private final State state;
  private final Relation table;
  private final Birth birth;

  private TableChanges(State state, Relation table, Birth birth) {
    this.state = state;
    this.table = table;
    this.birth = birth;
  }

  static void apply(Scene scene, Tree.AlterTable alter, Birth birth) {
    List<Relation> changed =
        alter.kind() == Kind.TYPE
            ? scene.state().typed(alter.name())
            : List.of(scene.state().relation(alter.name(), alter.kind()));
    for (Relation one : changed) {
      TableChanges changes = new TableChanges(scene.state(), one, birth);
      alter.actions().forEach(changes::action);
    }
  }

  private void action(Action action) {
    if (action instanceof Action.AddColumn add) {
      boolean known = table.columns().stream().anyMatch(c -> c.name().equals(add.column().name()));
      if (!add.ifNotExists() || !known) {
        Changes.addColumn(state, table, add.column(), birth);
        table.partitions().forEach(p -> Changes.addColumn(state, p, add.column(), birth));
      }
    } else if (action instanceof Action.DropColumn drop) {
      table.dropColumn(drop.column());
      table.partitions().forEach(p -> p.dropColumn(drop.column()));
    } else if (action instanceof Action.Triggers triggers && !triggers.enable()) {
      if (triggers.isName()) {
        table.dropTrigger(triggers.trigger());
      } else {
        table.dropTriggers();
      }
    } else if (action instanceof Action.AlterType alter) {
      table.column(alter.column()).type(alter.type());
      table.column(alter.column()).collation(alter.collation());
      table.partitions().forEach(p -> p.column(alter.column()).type(alter.type()));
    } else if (action instanceof Action.SetNotNull set) {
      table.column(set.column()).notNull(true);
      table.partitions().forEach(p -> p.column(set.column()).notNull(true));
    } else if (action instanceof Action.DropNotNull drop) {
      table.column(drop.column()).notNull(false);
      table.partitions().forEach(p -> p.column(drop.column()).notNull(false));
    } else if (action instanceof Action.SetDefault set) {
      table.column(set.column()).hasDefault(set.expression() != null);
    } else if (action instanceof Action.AddConstraint add) {
      Changes.addConstraint(state, table, add.constraint(), birth);
      if (add.constraint().kind() == Constraint.Kind.CHECK && !add.constraint().noInherit()) {
        table.partitions().forEach(p -> Changes.addConstraint(state, p, add.constraint(), birth));
      }
    } else if (action instanceof Action.DropConstraint drop) {
      ConstraintState dropped = table.constraint(drop.name());
      if (dropped != null && dropped.kind() == Constraint.Kind.NOT_NULL) {
        dropped.columns().forEach(column -> table.column(column).notNull(false));
      }
      table.dropConstraint(drop.name());
    } else if (action instanceof Action.ValidateConstraint validate) {
      validate(table, validate.name());
      table.partitions().stream()
          .filter(p -> p.constraint(validate.name()) != null)
          .forEach(p -> validate(p, validate.name()));
    } else if (action instanceof Action.SetLogged set) {
      table.logged(set.logged());
    } else if (action instanceof Action.AttachPartition attach) {
      Relation partition = state.relation(attach.partition());
      table.attach(partition, attach.isDefault());
    } else if (action instanceof Action.DetachPartition detach) {
      table.detach(state.relation(detach.partition()));
    } else if (action instanceof Action.RowSecurity security && !security.force()) {
      table.rowSecurity(security.enable());
    }
  }

  private static void validate(Relation of, String name) {
    ConstraintState constraint = of.constraint(name);
    if (constraint == null) {
      constraint =
          new ConstraintState(
              name, Constraint.Kind.OTHER, List.of(), null, null, true, true, false, null);
      of.add(constraint);
    }
    constraint.validate();
    if (constraint.kind() == Constraint.Kind.NOT_NULL) {
      constraint.columns().forEach(column -> of.column(column).notNull(true));
    }
  }
}
