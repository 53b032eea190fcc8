package io.github.dbsage.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server's catalog says of a table, as far as a change of it has to know.
 *
 * @param name with its schema
 * @param partitioned whether it only stands for its partitions
 * @param columns in their order
 * @param constraints its own
 * @param references foreign keys of other tables that point to it
 * @param indexes those of constraints too
 * @param triggers names of those that people made
 * @param views views and materialized views that read it, with their schemas
 * @param policies names of its row-security policies
 * @param rowSecurity whether row security is on
 */
public record TableFacts(
    QualifiedName name,
    boolean partitioned,
    List<Column> columns,
    List<Constraint> constraints,
    List<Reference> references,
    List<Index> indexes,
    List<String> triggers,
    List<QualifiedName> views,
    List<String> policies,
    boolean rowSecurity) {

  public TableFacts {
    columns = List.copyOf(columns);
    constraints = List.copyOf(constraints);
    references = List.copyOf(references);
    indexes = List.copyOf(indexes);
    triggers = List.copyOf(triggers);
    views = List.copyOf(views);
    policies = List.copyOf(policies);
  }

  /** The column of that name, or null. */
  public @Nullable Column column(String wanted) {
    return columns.stream().filter(c -> c.name().equals(wanted)).findFirst().orElse(null);
  }

  /** The columns of the primary key, in its order; empty where there is none. */
  public List<String> primaryKey() {
    return constraints.stream()
        .filter(c -> c.kind() == Constraint.Kind.PRIMARY_KEY)
        .findFirst()
        .map(Constraint::columns)
        .orElse(List.of());
  }

  /**
   * A column.
   *
   * @param type as format_type writes it: {@code numeric(5,2)}
   * @param expression of its default, or of a generated column; null where it has none
   * @param generated whether it is computed from others and cannot be written
   * @param identity whether it numbers rows by itself
   * @param collation with its schema; null for the one of its type
   */
  public record Column(
      String name,
      String type,
      boolean notNull,
      @Nullable String expression,
      boolean generated,
      boolean identity,
      @Nullable String collation,
      @Nullable String comment) {}

  /**
   * A constraint.
   *
   * @param columns in its order
   * @param definition as pg_get_constraintdef writes it
   * @param target of a foreign key; null for others
   * @param validated whether every row is known to fulfil it
   */
  public record Constraint(
      String name,
      Kind kind,
      List<String> columns,
      String definition,
      @Nullable QualifiedName target,
      boolean validated) {

    public Constraint {
      columns = List.copyOf(columns);
    }

    /** What it demands. */
    public enum Kind {
      PRIMARY_KEY,
      UNIQUE,
      FOREIGN_KEY,
      CHECK,
      EXCLUDE,
      NOT_NULL
    }
  }

  /**
   * A foreign key of another table.
   *
   * @param from whose it is
   * @param columns of this table that it points to
   */
  public record Reference(QualifiedName from, Constraint key, List<String> columns) {

    public Reference {
      columns = List.copyOf(columns);
    }
  }

  /**
   * An index.
   *
   * @param columns that its keys, expressions and condition read
   * @param definition as pg_get_indexdef writes it
   * @param constraint whether it belongs to one of the constraints
   */
  public record Index(
      String name,
      List<String> columns,
      String definition,
      boolean unique,
      boolean valid,
      boolean constraint) {

    public Index {
      columns = List.copyOf(columns);
    }
  }
}
