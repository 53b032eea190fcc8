package io.github.dbsage.sql.tree;

import io.github.dbsage.model.QualifiedName;
import org.jspecify.annotations.Nullable;

/** One action of an ALTER TABLE (INDEX, VIEW, …). */
public sealed interface Action {

  record AddColumn(Column column, boolean ifNotExists) implements Action {}

  record DropColumn(String column, boolean ifExists, boolean cascade) implements Action {}

  /** {@code ALTER COLUMN … TYPE}. */
  record AlterType(String column, Type type, @Nullable Expr using, @Nullable String collation)
      implements Action {}

  record SetNotNull(String column) implements Action {}

  record DropNotNull(String column) implements Action {}

  /** {@code SET DEFAULT}; null for {@code DROP DEFAULT}. */
  record SetDefault(String column, @Nullable Expr expression) implements Action {}

  /** {@code ALTER COLUMN … SET EXPRESSION AS}: rewrites a stored column (17 and later). */
  record SetExpression(String column, Expr expression) implements Action {}

  /** {@code ADD GENERATED … AS IDENTITY}: no rewrite, the column has its values already. */
  record AddIdentity(String column) implements Action {}

  record AddConstraint(Constraint constraint) implements Action {}

  record DropConstraint(String name, boolean ifExists, boolean cascade) implements Action {}

  record ValidateConstraint(String name) implements Action {}

  /**
   * {@code ALTER CONSTRAINT}.
   *
   * @param enforced whether it says ENFORCED
   */
  record AlterConstraint(String name, boolean enforced) implements Action {}

  /**
   * {@code ATTACH PARTITION}, of a table or an index.
   *
   * @param isDefault {@code DEFAULT} instead of a bound
   */
  record AttachPartition(QualifiedName partition, boolean isDefault, Bound bound)
      implements Action {}

  /** {@code DETACH PARTITION}; {@code finish} for FINALIZE. */
  record DetachPartition(QualifiedName partition, boolean concurrently, boolean finish)
      implements Action {}

  record SetLogged(boolean logged) implements Action {}

  /** {@code SET ACCESS METHOD}; null for DEFAULT. */
  record SetAccessMethod(@Nullable String method) implements Action {}

  record SetTablespace(String tablespace) implements Action {}

  /**
   * {@code ENABLE/DISABLE TRIGGER}.
   *
   * @param trigger a name, or {@code ALL} or {@code USER} in upper case
   */
  record Triggers(boolean enable, String trigger, boolean isName) implements Action {}

  /** {@code ENABLE ROW LEVEL SECURITY} and its kind. */
  record RowSecurity(boolean enable, boolean force) implements Action {}

  /** {@code INHERIT}, {@code NO INHERIT}. */
  record Inheritance(QualifiedName parent, boolean add) implements Action {}

  record OwnerTo(String role) implements Action {}

  /** Anything else, by PostgreSQL's own name of it: {@code AT_SetRelOptions}. */
  record Other(String what) implements Action {}
}
