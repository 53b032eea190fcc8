package io.github.dbsage.lint;

import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Constraint;
import io.github.dbsage.sql.tree.Kind;
import io.github.dbsage.sql.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/** Carries out ALTER TABLE in the state. */
final class TableChanges {

  private final State state;
  private final Relation table;
  private final List<Relation> heirs;
  private final Birth birth;

  private TableChanges(State state, Relation table, boolean only, Birth birth) {
    this.state = state;
    this.table = table;
    this.heirs = only ? List.of() : table.family().stream().filter(heir -> heir != table).toList();
    this.birth = birth;
  }

  static void apply(Scene scene, Tree.AlterTable alter, Birth birth) {
    List<Relation> changed =
        alter.kind() == Kind.TYPE
            ? scene.state().typed(alter.name())
            : List.of(scene.state().relation(alter.name(), alter.kind()));
    for (Relation one : changed) {
      TableChanges changes = new TableChanges(scene.state(), one, alter.only(), birth);
      alter.actions().forEach(changes::action);
    }
  }

  private void action(Action action) {
    if (action instanceof Action.AddColumn add) {
      if (!add.ifNotExists() || !table.has(add.column().name())) {
        Changes.addColumn(state, table, add.column(), birth);
        heirs.stream()
            .filter(heir -> !heir.has(add.column().name()))
            .forEach(heir -> Changes.addColumn(state, heir, add.column(), birth));
      }
    } else if (action instanceof Action.DropColumn drop) {
      all().forEach(one -> one.dropColumn(drop.column()));
    } else if (action instanceof Action.Triggers triggers && !triggers.enable()) {
      if (triggers.isName()) {
        table.dropTrigger(triggers.trigger());
      } else {
        table.dropTriggers();
      }
    } else if (action instanceof Action.AlterType alter) {
      for (Relation one : all()) {
        one.column(alter.column()).type(alter.type());
        one.column(alter.column()).collation(alter.collation());
      }
    } else if (action instanceof Action.SetNotNull set) {
      all().forEach(one -> one.column(set.column()).notNull(true));
    } else if (action instanceof Action.DropNotNull drop) {
      all().forEach(one -> one.column(drop.column()).notNull(false));
    } else if (action instanceof Action.SetDefault set) {
      all().forEach(one -> one.column(set.column()).hasDefault(set.expression() != null));
    } else if (action instanceof Action.AddConstraint add) {
      addConstraint(add.constraint());
    } else if (action instanceof Action.DropConstraint drop) {
      dropConstraint(drop.name());
    } else if (action instanceof Action.ValidateConstraint validate) {
      validate(table, validate.name());
      heirs.stream()
          .filter(heir -> heir.constraint(validate.name()) != null)
          .forEach(heir -> validate(heir, validate.name()));
    } else if (action instanceof Action.SetLogged set) {
      table.logged(set.logged());
    } else if (action instanceof Action.AttachPartition attach) {
      Relation partition = state.relation(attach.partition());
      table.attach(partition, attach.isDefault());
    } else if (action instanceof Action.DetachPartition detach) {
      table.detach(state.relation(detach.partition()));
    } else if (action instanceof Action.Inheritance inheritance) {
      Relation parent = state.relation(inheritance.parent());
      if (inheritance.add()) {
        table.inherit(parent);
      } else {
        table.disinherit(parent);
      }
    } else if (action instanceof Action.RowSecurity security && !security.force()) {
      table.rowSecurity(security.enable());
    }
  }

  /** The table and what inherits from it. */
  private List<Relation> all() {
    List<Relation> all = new ArrayList<>(heirs);
    all.add(0, table);
    return all;
  }

  private void addConstraint(Constraint constraint) {
    String name = Names.of(table, constraint);
    Changes.addConstraint(state, table, constraint, birth);
    ConstraintState added = table.constraint(name);
    // Keys of a partitioned table are looked for in the table itself.
    boolean isRule =
        constraint.kind() == Constraint.Kind.CHECK || constraint.kind() == Constraint.Kind.NOT_NULL;
    if (added != null && isRule && !constraint.noInherit()) {
      heirs.forEach(heir -> Copied.inherit(added, heir, birth));
    }
    boolean fills =
        constraint.kind() == Constraint.Kind.NOT_NULL
            && !constraint.notValid()
            && !constraint.noInherit();
    if (fills || (constraint.kind() == Constraint.Kind.PRIMARY_KEY && table.partitioned())) {
      for (Relation heir : heirs) {
        constraint.columns().forEach(column -> heir.column(column).notNull(true));
      }
    }
  }

  private void dropConstraint(String name) {
    List<Relation> losers = new ArrayList<>(heirs.stream().filter(h -> h.inherits(name)).toList());
    losers.add(table);
    for (Relation loser : losers) {
      ConstraintState dropped = loser.constraint(name);
      if (dropped != null && dropped.kind() == Constraint.Kind.NOT_NULL) {
        dropped.columns().forEach(column -> loser.column(column).notNull(false));
      }
      loser.dropConstraint(name);
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
