package io.github.dbsage.sql.tree;

import io.github.dbsage.model.QualifiedName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A constraint of a table, a column or a domain; a column's default and generation as well, which
 * the grammar writes as constraints.
 *
 * @param name null where PostgreSQL chooses it
 * @param columns its own; of a constraint inside a column's definition, that column
 * @param expression of a CHECK, DEFAULT or GENERATED
 * @param target of a foreign key
 * @param targetColumns of a foreign key; empty for the target's primary key
 * @param index the existing index of {@code USING INDEX}
 * @param notValid {@code NOT VALID}
 * @param enforced false for {@code NOT ENFORCED}
 * @param stored whether a generated column is stored; false for virtual
 * @param at offset in the statement's text, in chars
 */
public record Constraint(
    Kind kind,
    @Nullable String name,
    List<String> columns,
    @Nullable Expr expression,
    @Nullable QualifiedName target,
    List<String> targetColumns,
    @Nullable String index,
    boolean notValid,
    boolean enforced,
    boolean noInherit,
    boolean stored,
    boolean withoutOverlaps,
    int at) {

  public Constraint {
    columns = List.copyOf(columns);
    targetColumns = List.copyOf(targetColumns);
  }

  /** What it demands. */
  public enum Kind {
    NULL,
    NOT_NULL,
    DEFAULT,
    IDENTITY,
    GENERATED,
    CHECK,
    PRIMARY_KEY,
    UNIQUE,
    EXCLUDE,
    FOREIGN_KEY,
    OTHER
  }
}
