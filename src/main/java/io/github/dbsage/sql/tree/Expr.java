package io.github.dbsage.sql.tree;

import io.github.dbsage.model.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An expression as the grammar reads it: no name is looked up. */
public sealed interface Expr {

  /** Where it stands in the statement's text, in chars; -1 where the grammar does not tell. */
  int at();

  /** The expressions directly inside. */
  List<Expr> parts();

  /** The kinds of constants. */
  enum Literal {
    NULL,
    BOOLEAN,
    NUMBER,
    STRING
  }

  /** A constant; numbers and booleans as PostgreSQL writes them. */
  record Constant(Literal kind, String text, int at) implements Expr {
    @Override
    public List<Expr> parts() {
      return List.of();
    }
  }

  /** A column, perhaps with its table in front; the last part is {@code *} for all of them. */
  record Column(List<String> path, int at) implements Expr {
    public Column {
      path = List.copyOf(path);
    }

    /** The column's own name. */
    public String name() {
      return path.get(path.size() - 1);
    }

    @Override
    public List<Expr> parts() {
      return List.of();
    }
  }

  /** A function's call. */
  record Call(QualifiedName function, List<Expr> arguments, int at) implements Expr {
    public Call {
      arguments = List.copyOf(arguments);
    }

    @Override
    public List<Expr> parts() {
      return arguments;
    }
  }

  /** {@code CURRENT_TIMESTAMP} and its kind: functions that are key words, in upper case. */
  record KeywordFunction(String name, int at) implements Expr {
    @Override
    public List<Expr> parts() {
      return List.of();
    }
  }

  /** {@code value::type}, {@code CAST(value AS type)}. */
  record Cast(Expr value, Type type, int at) implements Expr {
    @Override
    public List<Expr> parts() {
      return List.of(value);
    }
  }

  /**
   * An operator between one or two values; {@code IS DISTINCT FROM} and {@code NULLIF} by these
   * names, the others by their sign; {@code = ANY} and {@code = ALL} of an array.
   */
  record Operation(String operator, @Nullable Expr left, @Nullable Expr right, int at)
      implements Expr {
    @Override
    public List<Expr> parts() {
      List<Expr> parts = new ArrayList<>();
      if (left != null) {
        parts.add(left);
      }
      if (right != null) {
        parts.add(right);
      }
      return parts;
    }
  }

  /** AND, OR, NOT. */
  record Logic(Kind kind, List<Expr> parts, int at) implements Expr {
    public Logic {
      parts = List.copyOf(parts);
    }

    /** Which one. */
    public enum Kind {
      AND,
      OR,
      NOT
    }
  }

  /** {@code IS NULL}, {@code IS NOT NULL}. */
  record NullTest(Expr value, boolean isNull, int at) implements Expr {
    @Override
    public List<Expr> parts() {
      return List.of(value);
    }
  }

  /** A query in parentheses. */
  record SubQuery(Mentions mentions, int at) implements Expr {
    @Override
    public List<Expr> parts() {
      return List.copyOf(mentions.calls());
    }
  }

  /** COALESCE, CASE, ARRAY, ROW, GREATEST, … under PostgreSQL's own name of the node. */
  record Compound(String kind, List<Expr> parts, int at) implements Expr {
    public Compound {
      parts = List.copyOf(parts);
    }
  }

  /** Whether this or anything inside it fits. */
  default boolean any(Predicate<Expr> wanted) {
    return wanted.test(this) || parts().stream().anyMatch(part -> part.any(wanted));
  }

  /** This and everything inside it. */
  default List<Expr> all() {
    List<Expr> all = new ArrayList<>();
    all.add(this);
    parts().forEach(part -> all.addAll(part.all()));
    return all;
  }
}
