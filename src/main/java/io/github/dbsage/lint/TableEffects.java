package io.github.dbsage.lint;

import static io.github.dbsage.sql.LockMode.ACCESS_EXCLUSIVE;
import static io.github.dbsage.sql.LockMode.SHARE_ROW_EXCLUSIVE;
import static io.github.dbsage.sql.LockMode.SHARE_UPDATE_EXCLUSIVE;

import io.github.dbsage.lint.Effect.Work;
import io.github.dbsage.sql.LockMode;
import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Column;
import io.github.dbsage.sql.tree.Constraint;
import io.github.dbsage.sql.tree.Kind;
import io.github.dbsage.sql.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What ALTER TABLE locks, and what it does meanwhile (PostgreSQL manual, ALTER TABLE). */
final class TableEffects {

  /** Settings of a table or column that writers need not wait for. */
  private static final Set<String> WEAK =
      Set.of(
          "AT_SetStatistics",
          "AT_SetOptions",
          "AT_ResetOptions",
          "AT_SetRelOptions",
          "AT_ResetRelOptions",
          "AT_ClusterOn",
          "AT_DropCluster");

  private final Scene scene;
  private final Relation table;
  private final List<Effect> effects = new ArrayList<>();

  private TableEffects(Scene scene, Relation table) {
    this.scene = scene;
    this.table = table;
  }

  static List<Effect> of(Scene scene, Tree.AlterTable alter) {
    if (alter.kind() == Kind.TYPE) {
      return scene.state().typed(alter.name()).stream()
          .flatMap(typed -> of(scene, alter, typed).stream())
          .toList();
    }
    return of(scene, alter, scene.state().relation(alter.name(), alter.kind()));
  }

  private static List<Effect> of(Scene scene, Tree.AlterTable alter, Relation table) {
    TableEffects effects = new TableEffects(scene, table);
    alter.actions().forEach(effects::action);
    return effects.effects;
  }

  private void add(LockMode lock, Work work) {
    effects.add(new Effect(table, lock, work));
  }

  private void action(Action action) {
    if (action instanceof Action.AddColumn add) {
      addColumn(add);
    } else if (action instanceof Action.AddConstraint add) {
      addConstraint(add.constraint());
    } else if (action instanceof Action.ValidateConstraint) {
      add(SHARE_UPDATE_EXCLUSIVE, Work.SCAN);
    } else if (action instanceof Action.SetNotNull set) {
      boolean proven = NotNull.of(table, set.column()) == NotNull.PROVEN;
      add(ACCESS_EXCLUSIVE, proven ? Work.NONE : Work.SCAN);
    } else if (action instanceof Action.AlterType change) {
      add(
          ACCESS_EXCLUSIVE,
          switch (ChangedType.of(scene, table, change).verdict()) {
            case NONE -> Work.NONE;
            case SCAN -> Work.SCAN;
            case REWRITE, TIME_ZONE_DECIDES, CATALOG_DECIDES -> Work.REWRITE;
          });
    } else if (action instanceof Action.SetLogged set) {
      boolean already = Boolean.valueOf(set.logged()).equals(table.logged());
      add(ACCESS_EXCLUSIVE, already || table.partitioned() ? Work.NONE : Work.REWRITE);
    } else if (action instanceof Action.SetAccessMethod
        || action instanceof Action.SetTablespace
        || action instanceof Action.SetExpression) {
      add(ACCESS_EXCLUSIVE, table.partitioned() ? Work.NONE : Work.REWRITE);
    } else if (action instanceof Action.AttachPartition attach) {
      add(SHARE_UPDATE_EXCLUSIVE, Work.NONE);
      effects.add(new Effect(scene.relation(attach.partition()), ACCESS_EXCLUSIVE, Work.NONE));
    } else if (action instanceof Action.DetachPartition detach) {
      boolean weak = detach.concurrently() || detach.finish();
      LockMode lock = weak ? SHARE_UPDATE_EXCLUSIVE : ACCESS_EXCLUSIVE;
      add(lock, Work.NONE);
      effects.add(new Effect(scene.relation(detach.partition()), lock, Work.NONE));
    } else if (action instanceof Action.Triggers) {
      add(SHARE_ROW_EXCLUSIVE, Work.NONE);
    } else if (action instanceof Action.Other other && WEAK.contains(other.what())) {
      add(SHARE_UPDATE_EXCLUSIVE, Work.NONE);
    } else if (action instanceof Action.DropConstraint drop) {
      dropConstraint(drop);
    } else if (action instanceof Action.AlterConstraint alter) {
      add(ACCESS_EXCLUSIVE, alter.enforced() ? Work.SCAN : Work.NONE);
    } else {
      add(ACCESS_EXCLUSIVE, Work.NONE);
    }
  }

  private void addColumn(Action.AddColumn action) {
    Column column = action.column();
    if (action.ifNotExists() && table.has(column.name())) {
      add(ACCESS_EXCLUSIVE, Work.NONE);
      return;
    }
    boolean rewrites = AddedColumn.of(scene.state(), column).reason() != AddedColumn.Reason.NONE;
    add(ACCESS_EXCLUSIVE, rewrites ? Work.REWRITE : Work.NONE);
    column.constraints().forEach(constraint -> inline(column, constraint));
  }

  private void inline(Column column, Constraint constraint) {
    switch (constraint.kind()) {
      case PRIMARY_KEY, UNIQUE, EXCLUDE -> add(ACCESS_EXCLUSIVE, Work.BUILD);
      case CHECK -> add(ACCESS_EXCLUSIVE, constraint.enforced() ? Work.SCAN : Work.NONE);
      case FOREIGN_KEY -> {
        // Every row holds NULL where there is no default: nothing is looked up.
        boolean scans = column.has(Constraint.Kind.DEFAULT) && constraint.enforced();
        target(constraint, scans ? Work.SCAN : Work.NONE);
      }
      default -> {
        // Part of the column itself.
      }
    }
  }

  private void addConstraint(Constraint constraint) {
    boolean looks = !constraint.notValid() && constraint.enforced();
    switch (constraint.kind()) {
      case FOREIGN_KEY -> {
        Work work = looks ? Work.SCAN : Work.NONE;
        add(SHARE_ROW_EXCLUSIVE, work);
        target(constraint, work);
      }
      case CHECK, NOT_NULL -> add(ACCESS_EXCLUSIVE, looks ? Work.SCAN : Work.NONE);
      case PRIMARY_KEY, UNIQUE ->
          add(ACCESS_EXCLUSIVE, constraint.index() == null ? Work.BUILD : Work.NONE);
      case EXCLUDE -> add(ACCESS_EXCLUSIVE, Work.BUILD);
      default -> add(ACCESS_EXCLUSIVE, Work.NONE);
    }
  }

  private void target(Constraint constraint, Work work) {
    if (constraint.target() != null) {
      effects.add(new Effect(scene.relation(constraint.target()), SHARE_ROW_EXCLUSIVE, work));
    }
  }

  private void dropConstraint(Action.DropConstraint drop) {
    add(ACCESS_EXCLUSIVE, Work.NONE);
    ConstraintState dropped = table.constraint(drop.name());
    Relation target = dropped == null ? null : dropped.target();
    if (target != null) {
      effects.add(new Effect(target, ACCESS_EXCLUSIVE, Work.NONE));
    }
  }
}
