package io.github.dbsage.lint;

import io.github.dbsage.sql.tree.Constraint;
import io.github.dbsage.sql.tree.Expr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the files tell of a constraint. Not thread-safe. */
public final class ConstraintState {

  private final Constraint.Kind kind;
  private final List<String> columns;
  private final @Nullable Expr expression;
  private final @Nullable Relation target;
  private final boolean enforced;
  private final boolean noInherit;
  private final @Nullable Birth birth;
  private String name;
  private boolean validated;

  ConstraintState(
      String name,
      Constraint.Kind kind,
      List<String> columns,
      @Nullable Expr expression,
      @Nullable Relation target,
      boolean validated,
      boolean enforced,
      boolean noInherit,
      @Nullable Birth birth) {
    this.name = name;
    this.kind = kind;
    this.columns = List.copyOf(columns);
    this.expression = expression;
    this.target = target;
    this.validated = validated;
    this.enforced = enforced;
    this.noInherit = noInherit;
    this.birth = birth;
  }

  public String name() {
    return name;
  }

  /** OTHER where the files do not tell. */
  public Constraint.Kind kind() {
    return kind;
  }

  public List<String> columns() {
    return columns;
  }

  /** Of a CHECK. */
  public @Nullable Expr expression() {
    return expression;
  }

  /** Whether it is a CHECK that names a column. */
  boolean mentions(String column) {
    return expression != null
        && expression.any(part -> part instanceof Expr.Column found && found.name().equals(column));
  }

  /** Of a foreign key. */
  public @Nullable Relation target() {
    return target;
  }

  /** Whether every row is known to fulfil it. */
  public boolean validated() {
    return validated && enforced;
  }

  public boolean enforced() {
    return enforced;
  }

  public boolean noInherit() {
    return noInherit;
  }

  /** Null where it was there before the files. */
  public @Nullable Birth birth() {
    return birth;
  }

  void rename(String to) {
    name = to;
  }

  void validate() {
    validated = true;
  }
}
