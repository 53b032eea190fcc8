package io.github.dbsage.lint;

import static io.github.dbsage.sql.LockMode.ACCESS_EXCLUSIVE;
import static io.github.dbsage.sql.LockMode.ACCESS_SHARE;
import static io.github.dbsage.sql.LockMode.EXCLUSIVE;
import static io.github.dbsage.sql.LockMode.ROW_EXCLUSIVE;
import static io.github.dbsage.sql.LockMode.SHARE;
import static io.github.dbsage.sql.LockMode.SHARE_ROW_EXCLUSIVE;
import static io.github.dbsage.sql.LockMode.SHARE_UPDATE_EXCLUSIVE;

import io.github.dbsage.lint.Effect.Work;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.sql.LockMode;
import io.github.dbsage.sql.tree.Column;
import io.github.dbsage.sql.tree.Constraint;
import io.github.dbsage.sql.tree.Kind;
import io.github.dbsage.sql.tree.Mentions;
import io.github.dbsage.sql.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/** What a statement locks, and what it does meanwhile (PostgreSQL manual, 13.3). */
final class Effects {

  private final Scene scene;
  private final List<Effect> effects = new ArrayList<>();

  private Effects(Scene scene) {
    this.scene = scene;
  }

  /** The effects of a statement in its place. */
  static List<Effect> of(Scene scene) {
    Effects effects = new Effects(scene);
    effects.tree(scene.tree());
    return effects.effects;
  }

  private void add(QualifiedName name, LockMode lock, Work work) {
    add(scene.relation(name), lock, work);
  }

  private void add(Relation relation, LockMode lock, Work work) {
    effects.add(new Effect(relation, lock, work));
  }

  private void tree(Tree tree) {
    if (tree instanceof Tree.AlterTable alter) {
      effects.addAll(TableEffects.of(scene, alter));
    } else if (tree instanceof Tree.CreateTable create) {
      createTable(create);
    } else if (tree instanceof Tree.CreateTableAs create) {
      reads(create.query());
    } else if (tree instanceof Tree.CreateView create) {
      relations(create.query(), Work.NONE);
    } else if (tree instanceof Tree.CreateIndex create) {
      // ONLY a partitioned table there is nothing to build.
      boolean empty = create.only() && scene.relation(create.table()).partitioned();
      add(
          create.table(),
          create.concurrently() ? SHARE_UPDATE_EXCLUSIVE : SHARE,
          empty ? Work.NONE : Work.BUILD);
    } else if (tree instanceof Tree.Drop drop) {
      drop(drop);
    } else if (tree instanceof Tree.Rename rename) {
      rename(rename);
    } else if (tree instanceof Tree.SetSchema set) {
      if (isRelation(set.kind())) {
        add(set.object(), ACCESS_EXCLUSIVE, Work.NONE);
      }
    } else if (tree instanceof Tree.CreateTrigger create) {
      add(create.table(), SHARE_ROW_EXCLUSIVE, Work.NONE);
    } else if (tree instanceof Tree.CreatePolicy create) {
      add(create.table(), ACCESS_EXCLUSIVE, Work.NONE);
    } else if (tree instanceof Tree.CreateOn create) {
      boolean statistics = create.kind() == Kind.STATISTICS;
      add(create.table(), statistics ? SHARE_UPDATE_EXCLUSIVE : ACCESS_EXCLUSIVE, Work.NONE);
    } else if (tree instanceof Tree.Truncate truncate) {
      truncate.tables().forEach(table -> add(table, ACCESS_EXCLUSIVE, Work.NONE));
    } else if (tree instanceof Tree.LockTable lock) {
      lock.tables().forEach(table -> add(table, LockMode.of(lock.mode()), Work.NONE));
    } else {
      maintenance(tree);
    }
  }

  private void maintenance(Tree tree) {
    if (tree instanceof Tree.Vacuum vacuum) {
      LockMode lock = vacuum.full() ? ACCESS_EXCLUSIVE : SHARE_UPDATE_EXCLUSIVE;
      Work work = vacuum.full() ? Work.REWRITE : Work.SCAN;
      vacuum.tables().forEach(table -> add(table, lock, work));
    } else if (tree instanceof Tree.Cluster cluster) {
      if (cluster.table() != null) {
        add(cluster.table(), ACCESS_EXCLUSIVE, Work.REWRITE);
      }
    } else if (tree instanceof Tree.Reindex reindex) {
      reindex(reindex);
    } else if (tree instanceof Tree.Refresh refresh) {
      LockMode lock = refresh.concurrently() ? EXCLUSIVE : ACCESS_EXCLUSIVE;
      add(
          scene.state().relation(refresh.view(), Kind.MATERIALIZED_VIEW),
          lock,
          refresh.withData() ? Work.REWRITE : Work.NONE);
    } else {
      rows(tree);
    }
  }

  private void rows(Tree tree) {
    if (tree instanceof Tree.Insert insert) {
      add(insert.target(), ROW_EXCLUSIVE, insert.fromQuery() ? Work.ROWS : Work.NONE);
      if (insert.fromQuery()) {
        reads(insert.mentions());
      }
    } else if (tree instanceof Tree.Update update) {
      add(update.target(), ROW_EXCLUSIVE, update.where() == null ? Work.SCAN : Work.ROWS);
    } else if (tree instanceof Tree.Delete delete) {
      add(delete.target(), ROW_EXCLUSIVE, delete.where() == null ? Work.SCAN : Work.ROWS);
    } else if (tree instanceof Tree.Merge merge) {
      add(merge.target(), ROW_EXCLUSIVE, Work.ROWS);
    } else if (tree instanceof Tree.Copy copy && copy.table() != null) {
      add(copy.table(), copy.from() ? ROW_EXCLUSIVE : ACCESS_SHARE, Work.ROWS);
    } else if (tree instanceof Tree.Select select) {
      reads(select.mentions());
    }
  }

  private void reads(Mentions mentions) {
    relations(mentions, Work.ROWS);
  }

  private void relations(Mentions mentions, Work work) {
    for (QualifiedName name : mentions.relations()) {
      String schema = name.schema();
      boolean catalog = "pg_catalog".equals(schema) || "information_schema".equals(schema);
      if (!catalog && !name.name().startsWith("pg_")) {
        add(name, ACCESS_SHARE, work);
      }
    }
  }

  private void createTable(Tree.CreateTable create) {
    for (QualifiedName parent : create.parents()) {
      Relation relation = scene.relation(parent);
      add(relation, create.isPartition() ? ACCESS_EXCLUSIVE : SHARE_UPDATE_EXCLUSIVE, Work.NONE);
      if (create.isPartition() && !create.isDefaultPartition()) {
        relation.partitions().stream()
            .filter(Relation::isDefaultPartition)
            .forEach(partition -> add(partition, ACCESS_EXCLUSIVE, Work.SCAN));
      }
    }
    create.constraints().forEach(this::references);
    for (Column column : create.columns()) {
      column.constraints().forEach(this::references);
    }
  }

  private void references(Constraint constraint) {
    if (constraint.target() != null) {
      add(constraint.target(), SHARE_ROW_EXCLUSIVE, Work.NONE);
    }
  }

  private void drop(Tree.Drop drop) {
    for (QualifiedName name : drop.names()) {
      switch (drop.kind()) {
        case TABLE, FOREIGN_TABLE, VIEW, MATERIALIZED_VIEW, SEQUENCE -> {
          Relation dropped = scene.state().relation(name, drop.kind());
          add(dropped, ACCESS_EXCLUSIVE, Work.NONE);
          dropped.constraints().stream()
              .filter(constraint -> constraint.target() != null)
              .forEach(constraint -> target(constraint));
        }
        case INDEX -> {
          Relation index = scene.state().relation(name, Kind.INDEX);
          LockMode lock = drop.concurrently() ? SHARE_UPDATE_EXCLUSIVE : ACCESS_EXCLUSIVE;
          Relation.Index known = index.index();
          add(known == null ? index : known.table(), lock, Work.NONE);
        }
        default -> {
          // What hangs on a table is below; the rest locks no table.
        }
      }
    }
    drop.tables().forEach(table -> add(table, ACCESS_EXCLUSIVE, Work.NONE));
  }

  private void target(ConstraintState constraint) {
    Relation target = constraint.target();
    if (target != null) {
      add(target, ACCESS_EXCLUSIVE, Work.NONE);
    }
  }

  private void rename(Tree.Rename rename) {
    switch (rename.kind()) {
      case INDEX -> {
        Relation index = scene.state().relation(rename.object(), Kind.INDEX);
        add(index, SHARE_UPDATE_EXCLUSIVE, Work.NONE);
      }
      case TABLE, FOREIGN_TABLE, VIEW, MATERIALIZED_VIEW, SEQUENCE ->
          add(scene.state().relation(rename.object(), rename.kind()), ACCESS_EXCLUSIVE, Work.NONE);
      case COLUMN, CONSTRAINT, TRIGGER, POLICY, RULE ->
          add(rename.object(), ACCESS_EXCLUSIVE, Work.NONE);
      default -> {
        // No table is locked.
      }
    }
  }

  private void reindex(Tree.Reindex reindex) {
    QualifiedName name = reindex.name();
    if (name == null || (reindex.kind() != Kind.INDEX && reindex.kind() != Kind.TABLE)) {
      return;
    }
    LockMode lock = reindex.concurrently() ? SHARE_UPDATE_EXCLUSIVE : SHARE;
    if (reindex.kind() == Kind.TABLE) {
      add(name, lock, Work.BUILD);
      return;
    }
    Relation index = scene.state().relation(name, Kind.INDEX);
    Relation.Index known = index.index();
    add(known == null ? index : known.table(), lock, Work.BUILD);
  }

  private static boolean isRelation(Kind kind) {
    return switch (kind) {
      case TABLE, FOREIGN_TABLE, VIEW, MATERIALIZED_VIEW, SEQUENCE -> true;
      default -> false;
    };
  }
}
