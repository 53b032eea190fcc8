package io.github.dbsage.lint;

import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.sql.tree.Constraint;
import io.github.dbsage.sql.tree.Expr;
import io.github.dbsage.sql.tree.Kind;
import io.github.dbsage.sql.tree.Tree.CreateIndex;
import io.github.dbsage.sql.tree.Tree.CreateTrigger;
import io.github.dbsage.sql.tree.Tree.Persistence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A table, index, view, sequence: what the files tell of it. It stays the same object when it is
 * renamed. Not thread-safe.
 */
public final class Relation {

  private QualifiedName name;
  private Kind kind;
  private final @Nullable Birth birth;
  private final boolean temporary;
  private boolean untilCommit;
  private final Map<String, ColumnState> columns = new LinkedHashMap<>();
  private final Map<String, ConstraintState> constraints = new LinkedHashMap<>();
  private final List<Relation> indexes = new ArrayList<>();
  private final List<Relation> partitions = new ArrayList<>();
  private final List<Relation> children = new ArrayList<>();
  private final List<Relation> parents = new ArrayList<>();
  private final Set<String> inherited = new HashSet<>();
  private final List<Policy> policies = new ArrayList<>();
  private final Map<String, CreateTrigger> triggers = new LinkedHashMap<>();
  private final List<Former> former = new ArrayList<>();
  private List<String> partitionKey = List.of();
  private boolean columnsKnown;
  private boolean partitioned;
  private boolean defaultPartition;
  private boolean isDefault;
  private boolean rowSecurity;
  private @Nullable Boolean logged;
  private @Nullable TypeState ofType;
  private @Nullable Relation parent;
  private @Nullable Index index;

  /** A policy, and where it was dropped. */
  private record Policy(String name, Birth created, @Nullable Birth dropped) {}

  /** An index that was dropped. */
  private record Former(Index index, Birth dropped) {}

  /**
   * What an index is.
   *
   * @param columns the plain ones at its head
   * @param mentions every column that it is made of
   * @param definition null where a key or an EXCLUDE made it
   */
  public record Index(
      Relation table,
      List<String> columns,
      List<String> mentions,
      boolean unique,
      boolean concurrently,
      @Nullable CreateIndex definition) {

    /** The access methods that find equal values quickly. */
    private static final Set<String> FINDERS = Set.of("", "btree", "hash", "gist", "spgist");

    public Index {
      columns = List.copyOf(columns);
      mentions = List.copyOf(mentions);
    }

    /** The index of a key. */
    static Index ofKey(Relation table, List<String> columns, boolean unique) {
      return new Index(table, columns, columns, unique, false, null);
    }

    static Index of(Relation table, CreateIndex create) {
      return new Index(
          table,
          create.columns(),
          create.mentions(),
          create.unique(),
          create.concurrently(),
          create);
    }

    /** Whether it leaves out rows. */
    public boolean partial() {
      return definition != null && definition.where() != null;
    }

    /** Whether it answers an equality on these columns, in whichever order. */
    public boolean leadsWith(List<String> wanted) {
      return columns.size() >= wanted.size()
          && columns.subList(0, wanted.size()).containsAll(wanted)
          && (definition == null || finds(definition, wanted));
    }

    /** A row that is left out because the column is NULL equals nothing. */
    private static boolean finds(CreateIndex definition, List<String> wanted) {
      Expr where = definition.where();
      return FINDERS.contains(definition.method())
          && (where == null
              || (where instanceof Expr.NullTest test
                  && !test.isNull()
                  && test.value() instanceof Expr.Column column
                  && wanted.contains(column.name())));
    }

    Index renamed(String from, String to) {
      CreateIndex old = definition;
      return new Index(
          table,
          names(columns, from, to),
          names(mentions, from, to),
          unique,
          concurrently,
          old == null ? null : Renamed.column(old, from, to));
    }

    private static List<String> names(List<String> names, String from, String to) {
      return names.stream().map(name -> name.equals(from) ? to : name).toList();
    }
  }

  Relation(QualifiedName name, Kind kind, @Nullable Birth birth, boolean temporary) {
    this.name = name;
    this.kind = kind;
    this.birth = birth;
    this.temporary = temporary;
    // Of what was there before the files nothing is known.
    this.columnsKnown = birth != null;
  }

  /** With its schema. */
  public QualifiedName name() {
    return name;
  }

  public Kind kind() {
    return kind;
  }

  /** Null where it was there before the files. */
  public @Nullable Birth birth() {
    return birth;
  }

  public boolean temporary() {
    return temporary;
  }

  /** Whether it goes with the transaction that made it. */
  boolean isUntilCommit() {
    return untilCommit;
  }

  /** The composite type that gives it its columns, or null. */
  public @Nullable TypeState ofType() {
    return ofType;
  }

  /** Whether its changes are written to the log; null where the files do not tell. */
  public @Nullable Boolean logged() {
    return logged;
  }

  /** Whether the files tell all of its columns. */
  public boolean columnsKnown() {
    return columnsKnown;
  }

  public boolean partitioned() {
    return partitioned;
  }

  public List<String> partitionKey() {
    return partitionKey;
  }

  /** Whether the files give it a DEFAULT partition. */
  public boolean hasDefaultPartition() {
    return defaultPartition;
  }

  /** Whether it is the DEFAULT partition of its parent. */
  public boolean isDefaultPartition() {
    return isDefault;
  }

  public List<Relation> partitions() {
    return List.copyOf(partitions);
  }

  public @Nullable Relation parent() {
    return parent;
  }

  /**
   * It and its partitions and children, however far down: what ALTER TABLE without ONLY changes.
   */
  public Set<Relation> family() {
    Set<Relation> family = new LinkedHashSet<>();
    gather(family);
    return family;
  }

  private void gather(Set<Relation> family) {
    if (family.add(this)) {
      partitions.forEach(partition -> partition.gather(family));
      children.forEach(child -> child.gather(family));
    }
  }

  public boolean rowSecurity() {
    return rowSecurity;
  }

  public boolean hasPolicies() {
    return policies.stream().anyMatch(policy -> policy.dropped() == null);
  }

  /** Whether it had policies when a migration, and what is applied together with it, was done. */
  public boolean hadPolicies(Subject behind) {
    return policies.stream()
        .anyMatch(
            policy ->
                !policy.created().subject().comesAfter(behind)
                    && (policy.dropped() == null || policy.dropped().subject().comesAfter(behind)));
  }

  /** Of a table. */
  public List<Relation> indexes() {
    return List.copyOf(indexes);
  }

  /** Of an index; null where this is none or the files do not tell. */
  public @Nullable Index index() {
    return index;
  }

  /** A column, whether or not the files tell of it. */
  public ColumnState column(String column) {
    return columns.computeIfAbsent(column, c -> new ColumnState(c, null, null, null));
  }

  /** Whether the files tell of a column. */
  public boolean has(String column) {
    return columns.containsKey(column);
  }

  /** Whether the files tell all of its columns, and this is none of them. */
  public boolean lacks(String column) {
    ColumnState known = columns.get(column);
    return columnsKnown && (known == null || known.birth() == null);
  }

  /** The columns that the files tell of, in order. */
  public List<ColumnState> columns() {
    return List.copyOf(columns.values());
  }

  /** A constraint that the files tell of, or null. */
  public @Nullable ConstraintState constraint(String wanted) {
    return constraints.get(wanted);
  }

  public List<ConstraintState> constraints() {
    return List.copyOf(constraints.values());
  }

  /** Whether an index or constraint answers an equality on these columns; its parent's count. */
  public boolean hasIndexOn(List<String> wanted) {
    return indexes.stream()
            .map(Relation::index)
            .anyMatch(found -> found != null && found.leadsWith(wanted))
        || (parent != null && parent.hasIndexOn(wanted));
  }

  /** The same of an index that a later migration dropped. */
  public boolean hadIndexOn(List<String> wanted, Subject behind) {
    return former.stream()
        .anyMatch(
            one -> one.dropped().subject().comesAfter(behind) && one.index().leadsWith(wanted));
  }

  // What follows is for Changes alone.

  void name(QualifiedName to) {
    name = to;
  }

  void kind(Kind to) {
    kind = to;
  }

  void ofType(TypeState type) {
    ofType = type;
  }

  /** What the statement that creates it says of how it is kept. */
  void stored(Persistence how) {
    logged = how == Persistence.PERMANENT;
    untilCommit = how == Persistence.UNTIL_COMMIT;
  }

  void logged(boolean now) {
    logged = now;
  }

  void columnsUnknown() {
    columnsKnown = false;
  }

  void partitioned(List<String> key) {
    partitioned = true;
    partitionKey = List.copyOf(key);
  }

  void isPartitioned() {
    partitioned = true;
  }

  void add(ColumnState column) {
    columns.put(column.name(), column);
  }

  void dropColumn(String column) {
    columns.remove(column);
    constraints.values().removeIf(c -> c.columns().contains(column) || c.mentions(column));
    indexes.removeIf(i -> i.index() != null && i.index().mentions().contains(column));
  }

  void renameColumn(String from, String to) {
    ColumnState column = column(from);
    columns.remove(from);
    column.rename(to);
    columns.put(to, column);
    for (ConstraintState one : List.copyOf(constraints.values())) {
      // A CHECK of the table has no columns of its own, but its expression may name this one.
      constraints.put(one.name(), Renamed.column(one, from, to));
    }
    partitionKey = partitionKey.stream().map(c -> c.equals(from) ? to : c).toList();
    for (Relation one : indexes) {
      if (one.index != null) {
        one.index = one.index.renamed(from, to);
      }
    }
  }

  void add(ConstraintState constraint) {
    constraints.put(constraint.name(), constraint);
  }

  void dropConstraint(String constraint) {
    inherited.remove(constraint);
    ConstraintState dropped = constraints.remove(constraint);
    if (dropped != null && isKey(dropped.kind())) {
      indexes.removeIf(i -> i.name().name().equals(constraint));
    }
  }

  private static boolean isKey(Constraint.Kind kind) {
    return kind == Constraint.Kind.PRIMARY_KEY || kind == Constraint.Kind.UNIQUE;
  }

  void renameConstraint(String from, String to) {
    ConstraintState constraint = constraints.remove(from);
    if (constraint != null) {
      constraint.rename(to);
      constraints.put(to, constraint);
      if (inherited.remove(from)) {
        inherited.add(to);
      }
    }
  }

  void add(Relation newIndex, Index what) {
    newIndex.index = what;
    indexes.add(newIndex);
  }

  /** Remembers an index that is about to be dropped. */
  void drops(Index index, Birth where) {
    former.add(new Former(index, where));
  }

  void forget(Relation droppedIndex) {
    indexes.remove(droppedIndex);
  }

  void attach(Relation partition, boolean isDefault) {
    partitioned = true;
    if (partition.family().contains(this)) {
      // The server refuses a circle; nothing here may go round in one.
      return;
    }
    partitions.add(partition);
    partition.parent = this;
    constraints.keySet().forEach(partition::merge);
    partition.isDefault = isDefault;
    this.defaultPartition |= isDefault;
  }

  void detach(Relation partition) {
    partitions.remove(partition);
    partition.parent = null;
    defaultPartition &= !partition.isDefault;
    partition.isDefault = false;
  }

  void inherit(Relation from) {
    parents.add(from);
    from.children.add(this);
  }

  void disinherit(Relation from) {
    parents.remove(from);
    from.children.remove(this);
  }

  /** It is nobody's child any more. */
  void leave() {
    List.copyOf(parents).forEach(this::disinherit);
  }

  /** Adds a constraint that goes when its parent's goes. */
  void addInherited(ConstraintState constraint) {
    inherited.add(constraint.name());
    add(constraint);
  }

  /** A partition's own constraint goes with its parent's of that name, a child's stays. */
  void merge(String constraint) {
    if (parent != null && constraints.containsKey(constraint)) {
      inherited.add(constraint);
    }
  }

  boolean inherits(String constraint) {
    return inherited.contains(constraint);
  }

  void rowSecurity(boolean on) {
    rowSecurity = on;
  }

  /** Those that the files have created and not switched off. */
  List<CreateTrigger> triggers() {
    return List.copyOf(triggers.values());
  }

  void addTrigger(CreateTrigger trigger) {
    triggers.put(trigger.name(), trigger);
  }

  void dropTrigger(String dropped) {
    triggers.remove(dropped);
  }

  /** All of them; switched on again they are not remembered. */
  void dropTriggers() {
    triggers.clear();
  }

  void addPolicy(String policy, Birth where) {
    policies.add(new Policy(policy, where, null));
  }

  void dropPolicy(String dropped, Birth where) {
    policies.replaceAll(
        policy ->
            policy.name().equals(dropped) && policy.dropped() == null
                ? new Policy(dropped, policy.created(), where)
                : policy);
  }
}
