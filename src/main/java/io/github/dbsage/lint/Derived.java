package io.github.dbsage.lint;

import io.github.dbsage.model.ChangeKind;
import io.github.dbsage.model.ObjectKind;
import io.github.dbsage.model.ObjectUse;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Risk;
import io.github.dbsage.model.RiskReason;
import io.github.dbsage.model.SchemaChange;
import io.github.dbsage.model.SchemaObject;
import io.github.dbsage.model.Severity;
import io.github.dbsage.model.SqlEffects;
import io.github.dbsage.model.Version;
import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Kind;
import io.github.dbsage.sql.tree.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What migrations do, derived from their SQL: the change set, what needs what, the risk. */
public final class Derived {

  private final List<SchemaChange> changes = new ArrayList<>();
  private final List<ObjectUse> uses = new ArrayList<>();
  private final List<RiskReason> risks = new ArrayList<>();
  private final List<SqlEffects.Unread> unread = new ArrayList<>();

  /** Statements that name what no file has made so far, by its name. */
  private final Map<QualifiedName, List<Scene>> waiting = new HashMap<>();

  private Derived() {}

  /** Derives from what was judged. */
  public static SqlEffects from(Linter.Verdict verdict) {
    Derived derived = new Derived();
    for (Judged file : verdict.files()) {
      file.scenes().forEach(derived::scene);
    }
    Set<String> told = new HashSet<>();
    for (Found found : verdict.findings()) {
      derived.risk(found, told);
    }
    return new SqlEffects(derived.changes, derived.uses, derived.risks, derived.unread);
  }

  private void scene(Scene scene) {
    if (scene.isGuessed()) {
      unread.add(new SqlEffects.Unread(scene.subject().step().version(), scene.place(-1)));
      return;
    }
    changes(scene);
    QualifiedName made = made(scene);
    if (made != null) {
      created(scene, made);
    }
    if (isDropOrRename(scene.tree())) {
      // What had the name goes; what is made under it next is another one.
      scene.effects().forEach(effect -> waiting.remove(effect.relation().name()));
      return;
    }
    Set<Relation> mentioned = new LinkedHashSet<>();
    scene.effects().forEach(effect -> mentioned.add(effect.relation()));
    mentioned.forEach(relation -> use(scene, relation));
  }

  /** The relation that a statement makes, unless it may be there; or null. */
  private static @Nullable QualifiedName made(Scene scene) {
    Tree tree = scene.tree();
    if (tree instanceof Tree.CreateTable create && !create.ifNotExists()) {
      return full(scene, create.name());
    }
    if (tree instanceof Tree.CreateTableAs create && !create.ifNotExists()) {
      return full(scene, create.name());
    }
    return tree instanceof Tree.CreateView create && !create.replace()
        ? full(scene, create.name())
        : null;
  }

  private static boolean isDropOrRename(Tree tree) {
    return tree instanceof Tree.Drop
        || tree instanceof Tree.SetSchema
        || (tree instanceof Tree.Rename rename && rename.part() == null);
  }

  /** Who named it before was too early. */
  private void created(Scene scene, QualifiedName name) {
    boolean view = !(scene.tree() instanceof Tree.CreateTable);
    SchemaObject object =
        new SchemaObject(view ? viewOrTable(scene.tree()) : ObjectKind.TABLE, name, null);
    Version creator = scene.subject().step().version();
    for (Scene early : waiting.getOrDefault(name, List.of())) {
      Version user = early.subject().step().version();
      uses.add(new ObjectUse(object, user, early.place(-1), creator, scene.place(-1)));
    }
    waiting.remove(name);
  }

  private static ObjectKind viewOrTable(Tree tree) {
    return tree instanceof Tree.CreateTableAs create && !create.materializedView()
        ? ObjectKind.TABLE
        : ObjectKind.VIEW;
  }

  private void changes(Scene scene) {
    Tree tree = scene.tree();
    if (tree instanceof Tree.CreateTable create) {
      add(scene, ChangeKind.ADD, ObjectKind.TABLE, full(scene, create.name()), null);
    } else if (tree instanceof Tree.CreateTableAs create) {
      ObjectKind kind = create.materializedView() ? ObjectKind.VIEW : ObjectKind.TABLE;
      add(scene, ChangeKind.ADD, kind, full(scene, create.name()), null);
    } else if (tree instanceof Tree.CreateView create) {
      add(scene, ChangeKind.ADD, ObjectKind.VIEW, full(scene, create.name()), null);
    } else if (tree instanceof Tree.CreateIndex create && create.name() != null) {
      QualifiedName table = full(scene, create.table());
      QualifiedName name = new QualifiedName(table.schema(), create.name());
      add(scene, ChangeKind.ADD, ObjectKind.INDEX, name, table);
    } else if (tree instanceof Tree.CreateFunction create) {
      add(scene, ChangeKind.ADD, ObjectKind.FUNCTION, full(scene, create.name()), null);
    } else if (tree instanceof Tree.CreateTrigger create) {
      part(scene, ChangeKind.ADD, ObjectKind.TRIGGER, full(scene, create.table()), create.name());
    } else if (tree instanceof Tree.CreatePolicy create) {
      part(scene, ChangeKind.ADD, ObjectKind.POLICY, full(scene, create.table()), create.name());
    } else if (tree instanceof Tree.CreateExtension create) {
      add(scene, ChangeKind.ADD, ObjectKind.EXTENSION, bare(create.name()), null);
    } else if (tree instanceof Tree.CreateEnum create) {
      add(scene, ChangeKind.ADD, ObjectKind.TYPE, full(scene, create.name()), null);
    } else if (tree instanceof Tree.CreateType create) {
      add(scene, ChangeKind.ADD, ObjectKind.TYPE, full(scene, create.name()), null);
    } else if (tree instanceof Tree.CreateDomain create) {
      add(scene, ChangeKind.ADD, ObjectKind.TYPE, full(scene, create.name()), null);
    } else if (tree instanceof Tree.AlterEnum alter) {
      add(scene, ChangeKind.ALTER, ObjectKind.TYPE, full(scene, alter.name()), null);
    } else if (tree instanceof Tree.AlterDomain alter) {
      add(scene, ChangeKind.ALTER, ObjectKind.TYPE, full(scene, alter.name()), null);
    } else if (tree instanceof Tree.AlterTable alter) {
      alter(scene, alter);
    } else if (tree instanceof Tree.Drop drop) {
      drop(scene, drop);
    } else if (tree instanceof Tree.Rename rename) {
      rename(scene, rename);
    }
  }

  private void alter(Scene scene, Tree.AlterTable alter) {
    if (alter.kind() != Kind.TABLE) {
      return;
    }
    QualifiedName table = full(scene, alter.name());
    boolean itself = false;
    for (Action action : alter.actions()) {
      if (action instanceof Action.AddColumn add) {
        part(scene, ChangeKind.ADD, ObjectKind.COLUMN, table, add.column().name());
      } else if (action instanceof Action.DropColumn drop) {
        part(scene, ChangeKind.DROP, ObjectKind.COLUMN, table, drop.column());
      } else {
        String column = column(action);
        itself |= column == null;
        if (column != null) {
          part(scene, ChangeKind.ALTER, ObjectKind.COLUMN, table, column);
        }
      }
    }
    if (itself) {
      add(scene, ChangeKind.ALTER, ObjectKind.TABLE, table, null);
    }
  }

  /** The column that an action alters, or null where it alters the table. */
  private static @Nullable String column(Action action) {
    if (action instanceof Action.AlterType alter) {
      return alter.column();
    }
    if (action instanceof Action.SetNotNull set) {
      return set.column();
    }
    if (action instanceof Action.DropNotNull drop) {
      return drop.column();
    }
    if (action instanceof Action.SetDefault set) {
      return set.column();
    }
    return action instanceof Action.SetExpression set ? set.column() : null;
  }

  private void drop(Scene scene, Tree.Drop drop) {
    for (int i = 0; i < drop.names().size(); i++) {
      QualifiedName name = drop.names().get(i);
      ObjectKind kind = kind(drop.kind());
      if (kind == null) {
        continue;
      }
      if (kind.inTable()) {
        if (i < drop.tables().size()) {
          part(scene, ChangeKind.DROP, kind, full(scene, drop.tables().get(i)), name.name());
        }
      } else if (kind == ObjectKind.INDEX) {
        Relation index = scene.state().find(name);
        Relation.Index known = index == null ? null : index.index();
        QualifiedName table = known == null ? null : known.table().name();
        add(scene, ChangeKind.DROP, kind, full(scene, name), table);
      } else {
        boolean bare = kind == ObjectKind.EXTENSION;
        add(scene, ChangeKind.DROP, kind, bare ? name : full(scene, name), null);
      }
    }
  }

  private void rename(Scene scene, Tree.Rename rename) {
    if (rename.kind() == Kind.COLUMN && rename.part() != null) {
      QualifiedName table = full(scene, rename.object());
      part(scene, ChangeKind.DROP, ObjectKind.COLUMN, table, rename.part());
      part(scene, ChangeKind.ADD, ObjectKind.COLUMN, table, rename.to());
      return;
    }
    ObjectKind kind = kind(rename.kind());
    if (kind != null && !kind.inTable() && rename.part() == null) {
      QualifiedName from = full(scene, rename.object());
      add(scene, ChangeKind.DROP, kind, from, null);
      add(scene, ChangeKind.ADD, kind, new QualifiedName(from.schema(), rename.to()), null);
    }
  }

  private static @Nullable ObjectKind kind(Kind kind) {
    return switch (kind) {
      case TABLE, FOREIGN_TABLE -> ObjectKind.TABLE;
      case INDEX -> ObjectKind.INDEX;
      case VIEW, MATERIALIZED_VIEW -> ObjectKind.VIEW;
      case TYPE, DOMAIN -> ObjectKind.TYPE;
      case FUNCTION, PROCEDURE, AGGREGATE -> ObjectKind.FUNCTION;
      case TRIGGER -> ObjectKind.TRIGGER;
      case POLICY -> ObjectKind.POLICY;
      case EXTENSION -> ObjectKind.EXTENSION;
      default -> null;
    };
  }

  /** What a statement needs that a file creates, in whichever order. */
  private void use(Scene scene, Relation relation) {
    Birth birth = relation.birth();
    ObjectKind kind = kind(relation.kind());
    if (birth == null) {
      waiting.computeIfAbsent(relation.name(), name -> new ArrayList<>()).add(scene);
    }
    if (birth == null || kind == null || kind.inTable() || relation.temporary()) {
      return;
    }
    Version creator = birth.subject().step().version();
    Version user = scene.subject().step().version();
    if (!creator.equals(user)) {
      SchemaObject object = new SchemaObject(kind, relation.name(), null);
      uses.add(new ObjectUse(object, user, scene.place(-1), creator, birth.place()));
    }
  }

  /** The worst that is found of a migration. */
  private void risk(Found found, Set<String> told) {
    if (found.statement() == null || found.finding().severity() == Severity.INFO) {
      return;
    }
    Version version = found.subject().step().version();
    Risk level = found.finding().severity() == Severity.ERROR ? Risk.HIGH : Risk.MEDIUM;
    if (told.add(version + " " + found.finding().rule())) {
      Place at = found.finding().where();
      risks.add(new RiskReason(version, level, found.finding().message(), at));
    }
  }

  private static QualifiedName full(Scene scene, QualifiedName name) {
    return scene.state().full(name);
  }

  private static QualifiedName bare(String name) {
    return new QualifiedName(null, name);
  }

  private void add(
      Scene scene,
      ChangeKind change,
      ObjectKind kind,
      QualifiedName name,
      @Nullable QualifiedName table) {
    if ("pg_temp".equals(name.schema())) {
      return;
    }
    Version version = scene.subject().step().version();
    SchemaObject object = new SchemaObject(kind, name, null);
    changes.add(new SchemaChange(change, object, table, version, scene.place(-1)));
  }

  private void part(
      Scene scene, ChangeKind change, ObjectKind kind, QualifiedName table, String name) {
    if ("pg_temp".equals(table.schema())) {
      return;
    }
    Version version = scene.subject().step().version();
    SchemaObject object = new SchemaObject(kind, table, name);
    changes.add(new SchemaChange(change, object, null, version, scene.place(-1)));
  }
}
