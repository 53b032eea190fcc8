package io.github.dbsage.model;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a server's catalog says of a table, as far as a change of it has to know.
 *
 * @param name with its schema
 * @param partitioned whether it only stands for its partitions
 * @param partitions those right below it
 * @param columns in their order
 * @param constraints its own
 * @param references foreign keys of other tables that point to it
 * @param indexes those of constraints too
 * @param triggers names of those that people made
 * @param views views and materialized views that read it, with their schemas
 * @param readers what else than indexes, constraints and defaults reads single columns of it
 * @param policies names of its row-security policies
 * @param rowSecurity whether row security is on
 */
public record TableFacts(
    QualifiedName name,
    boolean partitioned,
    List<Partition> partitions,
    List<Column> columns,
    List<Constraint> constraints,
    List<Reference> references,
    List<Index> indexes,
    List<String> triggers,
    List<QualifiedName> views,
    List<Reader> readers,
    List<String> policies,
    boolean rowSecurity) {

  public TableFacts {
    partitions = List.copyOf(partitions);
    columns = List.copyOf(columns);
    constraints = List.copyOf(constraints);
    references = List.copyOf(references);
    indexes = List.copyOf(indexes);
    triggers = List.copyOf(triggers);
    views = List.copyOf(views);
    readers = List.copyOf(readers);
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

  /** The columns' names, in their order. */
  public List<String> columnNames() {
    return columns.stream().map(Column::name).toList();
  }

  /** Whether it has a constraint or an index of that name. */
  public boolean hasNamed(String wanted) {
    return constraints.stream().anyMatch(c -> c.name().equals(wanted))
        || indexes.stream().anyMatch(i -> i.name().equals(wanted));
  }

  /** What else reads the column, in PostgreSQL's words: {@code view public.emails}. */
  public List<String> readersOf(String wanted) {
    return readers.stream().filter(r -> r.column().equals(wanted)).map(Reader::what).toList();
  }

  /** Whether an index that leaves out no row begins with these columns, in whichever order. */
  public boolean hasIndexOn(List<String> wanted) {
    return indexes.stream()
        .filter(index -> index.valid() && !index.partial())
        .filter(index -> index.keys().size() >= wanted.size())
        .anyMatch(
            index -> Set.copyOf(index.keys().subList(0, wanted.size())).equals(Set.copyOf(wanted)));
  }

  /**
   * A partition.
   *
   * @param partitioned whether it only stands for partitions of its own
   */
  public record Partition(QualifiedName name, boolean partitioned) {}

  /**
   * Something that reads a column, and would have to go with it.
   *
   * @param what in PostgreSQL's words: {@code view public.emails}
   */
  public record Reader(String column, String what) {}

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
   * @param columns that its keys, expressions and condition read, the keys first
   * @param keys the columns that its keys are, as far as the first that is an expression
   * @param definition as pg_get_indexdef writes it
   * @param constraint whether it belongs to one of the constraints
   * @param partial whether its condition leaves out rows
   */
  public record Index(
      String name,
      List<String> columns,
      List<String> keys,
      String definition,
      boolean unique,
      boolean valid,
      boolean constraint,
      boolean partial) {

    public Index {
      keys = List.copyOf(keys);
      columns = List.copyOf(columns);
    }
  }
}
