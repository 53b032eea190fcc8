package io.github.dbsage.lint;

import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.sql.tree.Column;
import io.github.dbsage.sql.tree.Constraint;
import io.github.dbsage.sql.tree.Expr;
import io.github.dbsage.sql.tree.Kind;
import io.github.dbsage.sql.tree.Parsed;
import io.github.dbsage.sql.tree.Tree;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Carries out in the state what a statement does in the database. */
final class Changes {

  private final State state;
  private final Scene scene;
  private final Birth birth;

  private Changes(Scene scene) {
    this.state = scene.state();
    this.scene = scene;
    this.birth = new Birth(scene.subject(), scene.transaction().number(), scene.place(-1));
  }

  /** Carries out a statement. */
  static void apply(Scene scene) {
    new Changes(scene).tree(scene.tree());
  }

  private void tree(Tree tree) {
    if (tree instanceof Tree.CreateTable create) {
      createTable(create);
    } else if (tree instanceof Tree.CreateTableAs create) {
      if (!create.ifNotExists() || state.find(create.name()) == null) {
        Kind kind = create.materializedView() ? Kind.MATERIALIZED_VIEW : Kind.TABLE;
        Relation made =
            state.create(create.name(), kind, birth, create.persistence().isTemporary());
        made.columnsUnknown();
        made.stored(create.persistence());
      }
    } else if (tree instanceof Tree.AlterTable alter) {
      TableChanges.apply(scene, alter, birth);
    } else if (tree instanceof Tree.CreateIndex create) {
      createIndex(create);
    } else if (tree instanceof Tree.CreateView create) {
      if (!create.replace() || state.find(create.name()) == null) {
        state.create(create.name(), Kind.VIEW, birth, create.persistence().isTemporary());
      }
    } else if (tree instanceof Tree.CreateSequence create) {
      state.create(create.name(), Kind.SEQUENCE, birth, create.persistence().isTemporary());
    } else if (tree instanceof Tree.CreateSchema create) {
      if (!create.ifNotExists() || state.schema(create.name()) == null) {
        state.createSchema(create.name(), birth);
      }
      List<String> before = state.pathWith(create.name());
      create.elements().forEach(this::tree);
      state.path(before);
    } else if (tree instanceof Tree.Drop drop) {
      drop(drop);
    } else if (tree instanceof Tree.Rename rename) {
      rename(rename);
    } else if (tree instanceof Tree.SetSchema set) {
      setSchema(set);
    } else if (tree instanceof Tree.SetVariable set) {
      set(set);
    } else if (tree instanceof Tree.Select select) {
      select.mentions().calls().forEach(this::setConfig);
    } else {
      typesAndRoutines(tree);
    }
  }

  private void typesAndRoutines(Tree tree) {
    if (tree instanceof Tree.CreateEnum create) {
      TypeState type = new TypeState(create.name(), TypeState.Form.ENUM, null, birth);
      type.first(create.labels());
      state.create(type);
    } else if (tree instanceof Tree.AlterEnum alter) {
      TypeState type = state.type(alter.name(), TypeState.Form.ENUM);
      if (alter.renamed() == null) {
        type.add(alter.label(), birth);
      } else {
        type.rename(alter.renamed(), alter.label());
      }
    } else if (tree instanceof Tree.CreateType create) {
      state.create(
          new TypeState(create.name(), TypeState.Form.OTHER, null, birth, create.attributes()));
    } else if (tree instanceof Tree.CreateDomain create) {
      TypeState domain = new TypeState(create.name(), TypeState.Form.DOMAIN, create.type(), birth);
      create.constraints().forEach(domain::add);
      state.create(domain);
    } else if (tree instanceof Tree.AlterDomain alter) {
      alterDomain(state.type(alter.name(), TypeState.Form.DOMAIN), alter);
    } else if (tree instanceof Tree.CreateFunction create) {
      state.create(new Routine(create, scene.statement(), birth, inlined(create)));
    } else if (tree instanceof Tree.AlterFunction alter) {
      Routine routine = state.routine(alter.name(), alter.arguments());
      if (routine != null) {
        routine.alter(alter);
      }
    } else if (tree instanceof Tree.CreateDatabase create) {
      state.createDatabase(create.name(), birth);
    } else if (tree instanceof Tree.CreatePolicy create) {
      state.relation(create.table()).addPolicy(create.name(), birth);
    } else if (tree instanceof Tree.CreateTrigger create) {
      state.relation(create.table()).addTrigger(create);
    }
  }

  private static void alterDomain(TypeState domain, Tree.AlterDomain alter) {
    Constraint added = alter.added();
    String named = alter.constraint();
    switch (alter.change()) {
      case ADD_CONSTRAINT, SET_NOT_NULL -> {
        if (added != null) {
          domain.add(added);
        }
      }
      case DEFAULT -> {
        domain.drop(Constraint.Kind.DEFAULT);
        if (added != null) {
          domain.add(added);
        }
      }
      case DROP_NOT_NULL -> domain.drop(Constraint.Kind.NOT_NULL);
      case DROP_CONSTRAINT -> {
        if (named != null) {
          domain.drop(named);
        }
      }
      case VALIDATE -> {
        // What is NOT VALID counts all the same, for a new column and for new rows.
      }
    }
  }

  /** PostgreSQL inlines what is one SELECT of one expression, and is safe to look into. */
  private @Nullable Expr inlined(Tree.CreateFunction create) {
    if (!create.language().equals("sql")
        || create.procedure()
        || create.securityDefiner()
        || !create.settings().isEmpty()
        || create.body().isEmpty()
        || (create.returns() != null && create.returns().setOf())) {
      return null;
    }
    return scene.grammar().parse(create.body()) instanceof Parsed.Trees trees
            && trees.statements().size() == 1
            && trees.statements().get(0).tree() instanceof Tree.Select select
            && select.outputs().size() == 1
            && select.mentions().relations().isEmpty()
        ? select.outputs().get(0)
        : null;
  }

  private void createTable(Tree.CreateTable create) {
    if (create.ifNotExists() && state.find(create.name()) != null) {
      return;
    }
    Kind kind = create.foreign() ? Kind.FOREIGN_TABLE : Kind.TABLE;
    boolean temporary =
        create.persistence().isTemporary() || "pg_temp".equals(create.name().schema());
    List<Relation> parents = create.parents().stream().map(state::relation).toList();
    Relation table = state.create(create.name(), kind, birth, temporary);
    table.stored(create.persistence());
    TypeState type = create.ofType() == null ? null : state.type(create.ofType());
    if (type != null) {
      table.ofType(type);
      type.attributes().forEach(attribute -> addColumn(state, table, attribute, birth));
    }
    for (Tree.Like like : create.likes()) {
      Copied.like(state, like, table, birth);
    }
    for (Relation parent : parents) {
      Copied.inherit(parent, table, birth);
      if (create.isPartition()) {
        parent.attach(table, create.isDefaultPartition());
      } else {
        table.inherit(parent);
      }
    }
    if (create.partitioned()) {
      table.partitioned(create.partitionKey());
    }
    for (Column column : create.columns()) {
      addColumn(state, table, column, birth);
    }
    for (Constraint constraint : create.constraints()) {
      addConstraint(state, table, constraint, birth);
    }
  }

  /** A column with what its definition brings along. */
  static void addColumn(State state, Relation table, Column column, Birth birth) {
    boolean notNull = column.isNotNull();
    TypeState domain = state.domain(column.type());
    if (domain != null
        && domain.constraints().stream().anyMatch(c -> c.kind() == Constraint.Kind.NOT_NULL)) {
      notNull = true;
    }
    ColumnState added = new ColumnState(column.name(), column.type(), notNull, birth);
    added.hasDefault(
        column.has(Constraint.Kind.DEFAULT)
            || column.has(Constraint.Kind.IDENTITY)
            || column.isSerial());
    added.collation(column.collation());
    Constraint generated = column.constraint(Constraint.Kind.GENERATED);
    if (generated != null) {
      added.stored(generated.stored());
    }
    table.add(added);
    for (Constraint constraint : column.constraints()) {
      addConstraint(state, table, constraint, birth);
    }
  }

  /** A constraint, and the index that it builds. */
  static void addConstraint(State state, Relation table, Constraint constraint, Birth birth) {
    Constraint.Kind kind = constraint.kind();
    switch (kind) {
      case NULL, DEFAULT, IDENTITY, GENERATED, OTHER -> {
        return;
      }
      case NOT_NULL, PRIMARY_KEY -> {
        if (!constraint.notValid()) {
          constraint.columns().forEach(column -> table.column(column).notNull(true));
        }
      }
      default -> {
        // Nothing but itself.
      }
    }
    String name = Names.of(table, constraint);
    Relation target = constraint.target() == null ? null : state.relation(constraint.target());
    table.add(
        new ConstraintState(
            name,
            kind,
            constraint.columns(),
            constraint.expression(),
            target,
            !constraint.notValid(),
            constraint.enforced(),
            constraint.noInherit(),
            birth));
    if (kind == Constraint.Kind.PRIMARY_KEY || kind == Constraint.Kind.UNIQUE) {
      key(state, table, constraint, name, birth);
    }
  }

  private static void key(
      State state, Relation table, Constraint constraint, String name, Birth birth) {
    QualifiedName indexName = new QualifiedName(table.name().schema(), name);
    String used = constraint.index();
    if (used != null) {
      Relation index = state.relation(new QualifiedName(table.name().schema(), used), Kind.INDEX);
      if (!index.name().equals(indexName)) {
        state.rename(index, indexName);
      }
      if (constraint.kind() == Constraint.Kind.PRIMARY_KEY && index.index() != null) {
        index.index().columns().forEach(column -> table.column(column).notNull(true));
      }
      return;
    }
    Relation index = state.create(indexName, Kind.INDEX, birth, table.temporary());
    table.add(index, Relation.Index.ofKey(table, constraint.columns(), true));
  }

  private void createIndex(Tree.CreateIndex create) {
    Relation table = state.relation(create.table());
    String name =
        create.name() == null
            ? table.name().name() + "_" + String.join("_", create.columns()) + "_idx"
            : create.name();
    QualifiedName full = new QualifiedName(table.name().schema(), name);
    if (create.ifNotExists() && state.find(full) != null) {
      return;
    }
    Relation index = state.create(full, Kind.INDEX, birth, table.temporary());
    table.add(index, Relation.Index.of(table, create));
  }

  private void drop(Tree.Drop drop) {
    for (int i = 0; i < drop.names().size(); i++) {
      QualifiedName name = drop.names().get(i);
      switch (drop.kind()) {
        case TABLE, FOREIGN_TABLE, INDEX, SEQUENCE, VIEW, MATERIALIZED_VIEW -> {
          Relation found = state.find(name);
          state.dropped(name, scene.subject());
          if (found != null) {
            Relation.Index index = found.index();
            if (index != null) {
              index.table().drops(index, birth);
            }
            state.remove(found);
          }
        }
        case TYPE, DOMAIN -> state.removeType(name);
        case FUNCTION, PROCEDURE -> {
          if (i < drop.routines().size()) {
            state.removeRoutine(name, drop.routines().get(i).arguments());
          }
        }
        case SCHEMA -> state.removeSchema(name.name());
        case POLICY -> {
          if (i < drop.tables().size()) {
            state.relation(drop.tables().get(i)).dropPolicy(name.name(), birth);
          }
        }
        case TRIGGER -> {
          if (i < drop.tables().size()) {
            state.relation(drop.tables().get(i)).dropTrigger(name.name());
          }
        }
        default -> {
          // Nobody here remembers those.
        }
      }
    }
  }

  private void rename(Tree.Rename rename) {
    switch (rename.kind()) {
      case TABLE, FOREIGN_TABLE, INDEX, SEQUENCE, VIEW, MATERIALIZED_VIEW -> {
        Relation relation = state.relation(rename.object(), rename.kind());
        String from = relation.name().name();
        state.rename(relation, new QualifiedName(relation.name().schema(), rename.to()));
        if (relation.index() != null) {
          relation.index().table().renameConstraint(from, rename.to());
        }
      }
      case COLUMN -> {
        if (rename.part() != null) {
          for (Relation table : state.relation(rename.object()).family()) {
            table.renameColumn(rename.part(), rename.to());
          }
        }
      }
      case CONSTRAINT -> {
        if (rename.part() != null) {
          Relation table = state.relation(rename.object());
          renameConstraint(table, rename.part(), rename.to());
          table.family().stream()
              .filter(heir -> heir.inherits(rename.part()))
              .forEach(heir -> renameConstraint(heir, rename.part(), rename.to()));
        }
      }
      case TYPE, DOMAIN -> {
        TypeState type = state.type(rename.object());
        if (type != null) {
          state.renameType(rename.object(), new QualifiedName(type.name().schema(), rename.to()));
        }
      }
      case DOMAIN_CONSTRAINT -> {
        TypeState domain = state.type(rename.object());
        if (domain != null && rename.part() != null) {
          domain.renameConstraint(rename.part(), rename.to());
        }
      }
      case FUNCTION, PROCEDURE ->
          state.renameRoutine(
              rename.object(), new QualifiedName(rename.object().schema(), rename.to()));
      case SCHEMA -> state.renameSchema(rename.object().name(), rename.to());
      default -> {
        // Nobody here remembers those.
      }
    }
  }

  /** A key's index has its name. */
  private void renameConstraint(Relation table, String from, String to) {
    table.renameConstraint(from, to);
    table.indexes().stream()
        .filter(index -> index.name().name().equals(from))
        .forEach(index -> state.rename(index, new QualifiedName(index.name().schema(), to)));
  }

  private void setSchema(Tree.SetSchema set) {
    switch (set.kind()) {
      case TABLE, FOREIGN_TABLE, SEQUENCE, VIEW, MATERIALIZED_VIEW -> {
        Relation relation = state.relation(set.object(), set.kind());
        for (Relation index : relation.indexes()) {
          state.rename(index, new QualifiedName(set.schema(), index.name().name()));
        }
        state.rename(relation, new QualifiedName(set.schema(), relation.name().name()));
      }
      case TYPE, DOMAIN -> {
        if (state.type(set.object()) != null) {
          state.renameType(set.object(), new QualifiedName(set.schema(), set.object().name()));
        }
      }
      case FUNCTION, PROCEDURE ->
          state.renameRoutine(set.object(), new QualifiedName(set.schema(), set.object().name()));
      default -> {
        // Nobody here remembers those.
      }
    }
  }

  private void set(Tree.SetVariable set) {
    if (set.reset() || set.values().isEmpty()) {
      reset(set.name());
    } else if (!set.local() || scene.transaction().isBlock()) {
      scene.settings().set(set.name(), String.join(",", set.values()), set.local(), scene);
    }
  }

  private void reset(String name) {
    scene.settings().reset(name);
    for (String timeout : List.of("lock_timeout", "statement_timeout")) {
      if (scene.inside().what() != null && (name.equals("all") || name.equals(timeout))) {
        // The runner cannot see it there: what a session begins with is in force then, no limit.
        scene.settings().set(timeout, "0", true, scene);
      }
    }
  }

  /** {@code SELECT set_config('name', 'value', is_local)}. */
  private void setConfig(Expr call) {
    if (!(call instanceof Expr.Call function)
        || !function.function().name().equals("set_config")
        || function.arguments().size() != 3
        || !(function.arguments().get(0) instanceof Expr.Constant name)) {
      return;
    }
    String value =
        function.arguments().get(1) instanceof Expr.Constant constant ? constant.text() : null;
    boolean local =
        function.arguments().get(2) instanceof Expr.Constant constant
            && constant.text().toLowerCase(Locale.ROOT).startsWith("t");
    if (!local || scene.transaction().isBlock()) {
      scene.settings().set(name.text().toLowerCase(Locale.ROOT), value, local, scene);
    }
  }
}
