package io.github.dbsage.lint.rule;

import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.sql.tree.Kind;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that a migration makes.
 *
 * @param name of a column, constraint, trigger or policy: alone
 * @param on the table that it is part of and goes with; of a partition, its parent; or null
 * @param columns of an index or constraint
 * @param sure whether it was not there before: {@code IF NOT EXISTS} and {@code OR REPLACE} leave
 *     that open, and so does code
 * @param derived whether its values are computed from others: a generated column
 */
record Thing(
    Kind kind,
    QualifiedName name,
    @Nullable QualifiedName on,
    List<String> columns,
    boolean sure,
    boolean derived) {

  Thing {
    columns = List.copyOf(columns);
  }

  static Thing of(Kind kind, QualifiedName name, boolean sure) {
    return new Thing(kind, name, null, List.of(), sure, false);
  }

  static Thing on(Kind kind, String name, QualifiedName table, boolean sure) {
    return new Thing(kind, new QualifiedName(null, name), table, List.of(), sure, false);
  }

  Thing named(QualifiedName to) {
    return new Thing(kind, to, on, columns, sure, derived);
  }

  Thing on(QualifiedName table) {
    return new Thing(kind, name, table, columns, sure, derived);
  }

  /** Whether it is that one; types, domains and the kinds of routines have one name each. */
  boolean is(Kind other, QualifiedName its) {
    return family(kind) == family(other) && same(name, its);
  }

  /** Whether it is part of a table and goes with it. */
  boolean isOn(QualifiedName table) {
    return on != null && same(on, table);
  }

  private static Kind family(Kind kind) {
    return switch (kind) {
      case DOMAIN -> Kind.TYPE;
      case PROCEDURE, AGGREGATE -> Kind.FUNCTION;
      case FOREIGN_TABLE -> Kind.TABLE;
      default -> kind;
    };
  }

  /** Names are the same where one of them leaves the schema out. */
  static boolean same(QualifiedName one, QualifiedName other) {
    return one.name().equals(other.name())
        && (one.schema() == null || other.schema() == null || one.schema().equals(other.schema()));
  }

  /** What takes it away. */
  String drop() {
    String shown = Sql.name(name);
    if (kind == Kind.COLUMN || kind == Kind.CONSTRAINT) {
      return "ALTER TABLE " + table() + " DROP " + kind.words() + " " + shown + ";";
    }
    boolean hangs = kind == Kind.TRIGGER || kind == Kind.POLICY || kind == Kind.RULE;
    return "DROP " + kind.words() + " " + shown + (hangs ? " ON " + table() : "") + ";";
  }

  private String table() {
    return on == null ? "?" : Sql.name(on);
  }

  /** For people: {@code column phone of users}. */
  @Override
  public String toString() {
    boolean part = kind == Kind.COLUMN || kind == Kind.CONSTRAINT || kind == Kind.TRIGGER;
    return kind.words().toLowerCase(Locale.ROOT)
        + " "
        + name
        + (part && on != null ? " of " + on : "");
  }
}
