package io.github.dbsage.app;

import io.github.dbsage.lint.Found;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Identifiers;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.plan.ChangeParameter;
import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Column;
import io.github.dbsage.sql.tree.Constraint;
import io.github.dbsage.sql.tree.Kind;
import io.github.dbsage.sql.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The command that writes the files of a safe way, for a statement that is none. */
final class SafeWay {

  /** What every shell takes as it stands. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.,=:/-]+");

  private final Scene scene;
  private final Found found;

  private SafeWay(Scene scene, Found found) {
    this.scene = scene;
    this.found = found;
  }

  /** The command, or null where no pattern is like what the statement does. */
  static @Nullable String of(Scene scene, Found found) {
    SafeWay way = new SafeWay(scene, found);
    return switch (found.finding().rule()) {
      case "RENAME_COLUMN" -> way.renameColumn();
      case "RENAME_TABLE" -> way.renameTable();
      case "ALTER_TYPE_REWRITE" -> way.changeType();
      case "SET_NOT_NULL_SCAN" ->
          way.column("not-null", Action.SetNotNull.class, Action.SetNotNull::column);
      case "DROP_COLUMN" ->
          way.column("drop-column", Action.DropColumn.class, Action.DropColumn::column);
      case "ADD_COLUMN_NOT_NULL_NO_DEFAULT" -> way.addColumn();
      case "CREATE_INDEX_BLOCKING" -> way.index();
      case "ADD_UNIQUE_BUILDS_INDEX" -> way.constraint(Constraint.Kind.UNIQUE, "unique");
      case "ADD_FK_VALIDATING" -> way.constraint(Constraint.Kind.FOREIGN_KEY, "foreign-key");
      default -> null;
    };
  }

  /**
   * The table that the statement is about, as a plan would name it; null where it is about none.
   */
  static @Nullable QualifiedName table(Scene scene) {
    QualifiedName name = null;
    if (scene.tree() instanceof Tree.AlterTable alter) {
      name = alter.name();
    } else if (scene.tree() instanceof Tree.Rename rename) {
      name = rename.object();
    } else if (scene.tree() instanceof Tree.CreateIndex create) {
      name = create.table();
    } else if (scene.tree() instanceof Tree.SetSchema set) {
      name = set.object();
    } else if (scene.tree() instanceof Tree.Drop drop
        && drop.kind() == Kind.TABLE
        && drop.names().size() == 1) {
      name = drop.names().get(0);
    } else if (scene.tree() instanceof Tree.Truncate truncate && truncate.tables().size() == 1) {
      name = truncate.tables().get(0);
    }
    return name == null ? null : scene.state().full(name);
  }

  private @Nullable String renameColumn() {
    return scene.tree() instanceof Tree.Rename rename
            && rename.kind() == Kind.COLUMN
            && rename.of() == Kind.TABLE
            && rename.part() != null
        ? command("rename-column")
            .add(ChangeParameter.TABLE, name(rename.object()))
            .add(ChangeParameter.FROM, Identifiers.write(rename.part()))
            .add(ChangeParameter.TO, Identifiers.write(rename.to()))
            .toString()
        : null;
  }

  private @Nullable String renameTable() {
    return scene.tree() instanceof Tree.Rename rename && rename.kind() == Kind.TABLE
        ? command("rename-table")
            .add(ChangeParameter.TABLE, name(rename.object()))
            .add(ChangeParameter.TO, Identifiers.write(rename.to()))
            .toString()
        : null;
  }

  private @Nullable String changeType() {
    Action.AlterType change = action(Action.AlterType.class, Action.AlterType::column);
    return change == null
        ? null
        : command("change-type")
            .add(ChangeParameter.TABLE, alteredTable())
            .add(ChangeParameter.COLUMN, Identifiers.write(change.column()))
            .add(ChangeParameter.TYPE, change.type().toString())
            .toString();
  }

  private <A extends Action> @Nullable String column(
      String pattern, Class<A> kind, Function<A, String> column) {
    A action = action(kind, column);
    return action == null
        ? null
        : command(pattern)
            .add(ChangeParameter.TABLE, alteredTable())
            .add(ChangeParameter.COLUMN, Identifiers.write(column.apply(action)))
            .toString();
  }

  private @Nullable String addColumn() {
    Action.AddColumn add = action(Action.AddColumn.class, one -> one.column().name());
    Column column = add == null ? null : add.column();
    if (column == null || column.type() == null) {
      return null;
    }
    String name = Identifiers.write(column.name());
    return command("add-column")
            .add(ChangeParameter.TABLE, alteredTable())
            .add(ChangeParameter.COLUMN, name)
            .add(ChangeParameter.TYPE, column.type().toString())
        + ", then "
        + command("not-null")
            .add(ChangeParameter.TABLE, alteredTable())
            .add(ChangeParameter.COLUMN, name);
  }

  private @Nullable String index() {
    return scene.tree() instanceof Tree.CreateIndex create
            && !create.unique()
            && !create.expressions()
            && create.where() == null
            && create.method().equals("btree")
            && create.columns().size() == 1
        ? command("index")
            .add(ChangeParameter.TABLE, name(create.table()))
            .add(ChangeParameter.COLUMN, Identifiers.write(create.columns().get(0)))
            .add(ChangeParameter.NAME, create.name())
            .toString()
        : null;
  }

  private @Nullable String constraint(Constraint.Kind kind, String pattern) {
    List<Constraint> added = new ArrayList<>();
    for (Action.AddConstraint add : scene.actions(Action.AddConstraint.class)) {
      Constraint constraint = add.constraint();
      if (constraint.kind() == kind
          && constraint.columns().size() == 1
          && constraint.targetColumns().size() == (constraint.target() == null ? 0 : 1)) {
        added.add(constraint);
      }
    }
    if (added.size() != 1) {
      return null;
    }
    Constraint constraint = added.get(0);
    QualifiedName target = constraint.target();
    String to =
        target == null
            ? null
            : name(target) + "(" + Identifiers.write(constraint.targetColumns().get(0)) + ")";
    return command(pattern)
        .add(ChangeParameter.TABLE, alteredTable())
        .add(ChangeParameter.COLUMN, Identifiers.write(constraint.columns().get(0)))
        .add(ChangeParameter.TO, to)
        .toString();
  }

  /**
   * The action that the finding is about: the one whose column its message names, else the only.
   */
  private <A extends Action> @Nullable A action(Class<A> kind, Function<A, String> column) {
    List<A> actions = scene.actions(kind);
    if (!(scene.tree() instanceof Tree.AlterTable alter) || alter.kind() != Kind.TABLE) {
      return null;
    }
    for (A action : actions) {
      Pattern word = Pattern.compile("(?<!\\w)" + Pattern.quote(column.apply(action)) + "(?!\\w)");
      if (actions.size() == 1 || word.matcher(found.finding().message()).find()) {
        return action;
      }
    }
    return null;
  }

  private String alteredTable() {
    QualifiedName table = table(scene);
    return table == null ? "" : write(table);
  }

  private String name(QualifiedName name) {
    return write(scene.state().full(name));
  }

  private static String write(QualifiedName name) {
    String own = Identifiers.write(name.name());
    return name.schema() == null ? own : Identifiers.write(name.schema()) + "." + own;
  }

  private static Command command(String pattern) {
    return new Command("mvn dbsage:new -Ddbsage.pattern=" + pattern);
  }

  /** A command as it is typed. */
  private record Command(String text) {

    Command add(ChangeParameter parameter, @Nullable String value) {
      if (value == null) {
        return this;
      }
      String argument = "-D" + parameter.property() + "=" + value;
      String quote = PLAIN.matcher(argument).matches() ? "" : value.contains("\"") ? "'" : "\"";
      return new Command(text + " " + quote + argument + quote);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
