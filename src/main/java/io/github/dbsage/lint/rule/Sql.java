package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Column;
import io.github.dbsage.sql.tree.Constraint;
import io.github.dbsage.sql.tree.Kind;
import io.github.dbsage.sql.tree.Tree;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the SQL of safe ways, in the words of the statement that they replace. */
final class Sql {

  private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_$]*");

  private Sql() {}

  /** An identifier, in double quotes only where it needs them. */
  static String name(String identifier) {
    return PLAIN.matcher(identifier).matches() ? identifier : QualifiedName.quote(identifier);
  }

  /** A qualified name, in double quotes only where it needs them. */
  static String name(QualifiedName name) {
    return name.schema() == null
        ? name(name.name())
        : name(name.schema()) + "." + name(name.name());
  }

  /** What stands in front of the name of something in the same schema: {@code club.}. */
  static String schema(QualifiedName name) {
    return name.schema() == null ? "" : name(name.schema()) + ".";
  }

  /** The name of the backfill's file that goes with a migration: the one that stands next to it. */
  static String backfillFile(Scene scene) {
    return "<version>_" + scene.subject().step().name() + ".backfill.yaml";
  }

  /** Lines of a fix. */
  static String lines(String... lines) {
    return String.join("\n", lines);
  }

  /** The table that an ALTER TABLE is about. */
  static Relation table(Scene scene) {
    if (scene.tree() instanceof Tree.AlterTable alter) {
      return scene.relation(alter.name());
    }
    throw new IllegalStateException("not an ALTER TABLE");
  }

  /**
   * The table that an ALTER TABLE is about; null where nobody uses it yet, or where it has no rows
   * of its own that could be read or written anew: a view, a foreign table.
   */
  static @Nullable Relation tableInUse(Scene scene) {
    if (!(scene.tree() instanceof Tree.AlterTable alter) || alter.kind() != Kind.TABLE) {
      return null;
    }
    Relation table = scene.relation(alter.name());
    boolean inUse = alter.only() ? !scene.isNew(table) : isInUse(scene, table);
    return table.kind() == Kind.TABLE && inUse ? table : null;
  }

  /** The same, or the tables in use of the composite type that an ALTER TYPE is about. */
  static List<Relation> tablesInUse(Scene scene) {
    if (scene.tree() instanceof Tree.AlterTable alter && alter.kind() == Kind.TYPE) {
      return scene.state().typed(alter.name()).stream()
          .filter(table -> isInUse(scene, table))
          .toList();
    }
    Relation table = tableInUse(scene);
    return table == null ? List.of() : List.of(table);
  }

  /** Whether somebody may use it: it is not new, or has a partition or child that is not. */
  static boolean isInUse(Scene scene, Relation table) {
    return table.family().stream().anyMatch(one -> !scene.isNew(one));
  }

  /** The columns that an ALTER TABLE adds to a table in use. */
  static List<Column> addedColumns(Scene scene) {
    Relation table = tableInUse(scene);
    if (table == null) {
      return List.of();
    }
    return scene.actions(Action.AddColumn.class).stream()
        .filter(add -> !add.ifNotExists() || !table.has(add.column().name()))
        .map(Action.AddColumn::column)
        .toList();
  }

  /** The constraints that an ALTER TABLE adds to a table in use, those of new columns left out. */
  static List<Constraint> addedConstraints(Scene scene) {
    return tableInUse(scene) == null
        ? List.of()
        : scene.actions(Action.AddConstraint.class).stream()
            .map(Action.AddConstraint::constraint)
            .toList();
  }

  /** The name of the table of an ALTER TABLE, as the statement writes it. */
  static String tableName(Scene scene) {
    return scene.tree() instanceof Tree.AlterTable alter ? name(alter.name()) : "";
  }

  /** The table of an ALTER TABLE with its schema, for messages. */
  static String shown(Scene scene) {
    return scene.tree() instanceof Tree.AlterTable alter
        ? scene.relation(alter.name()).name().toString()
        : "";
  }

  /** The same without schema and quotes. */
  static String bareTableName(Scene scene) {
    return scene.tree() instanceof Tree.AlterTable alter ? alter.name().name() : "";
  }

  /** A string in single quotes. */
  static String literal(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  /** Names in a row. */
  static String names(List<String> names) {
    return names.stream().map(Sql::name).collect(Collectors.joining(", "));
  }

  /**
   * Lines of a fix for a statement in its place: inside a block or a function they say that they
   * belong outside; null where the statement itself is only guessed.
   */
  static @Nullable String fix(Scene scene, List<String> lines) {
    if (scene.isGuessed()) {
      return null;
    }
    String sql = String.join("\n", lines);
    return scene.inside().what() == null
        ? sql
        : "-- as statements of the file itself, not inside " + scene.inside().what() + ":\n" + sql;
  }

  /** A statement of a block, as one of the file; null where it is only guessed. */
  static @Nullable String outside(Scene scene) {
    return fix(scene, List.of(statement(scene)));
  }

  /** The statement's own text. */
  static String statement(Scene scene) {
    String text = scene.text().strip();
    return text.endsWith(";") ? text : text + ";";
  }

  /** A finding that nothing but a good moment helps against, and the line that says so. */
  static String suppressed(String id, String statement) {
    return lines(
        "-- dbsage:ignore " + id + " because <when it runs, and how long it takes>", statement);
  }

  /** The constraints that an ALTER TABLE drops, which it does before anything else. */
  static Set<String> droppedConstraints(Scene scene) {
    return scene.actions(Action.DropConstraint.class).stream()
        .map(Action.DropConstraint::name)
        .collect(Collectors.toSet());
  }

  /** The text of a column's default as the statement writes it. */
  static String defaultOf(Scene scene, Column column) {
    Constraint given = column.constraint(Constraint.Kind.DEFAULT);
    return given == null ? "NULL" : Written.expression(scene.text(), column, given);
  }

  /** {@code name}, or what stands for a name that PostgreSQL would choose. */
  static String or(@Nullable String name, String otherwise) {
    return name == null ? otherwise : name;
  }
}
