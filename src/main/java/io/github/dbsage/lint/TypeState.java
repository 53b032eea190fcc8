package io.github.dbsage.lint;

import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.sql.tree.Column;
import io.github.dbsage.sql.tree.Constraint;
import io.github.dbsage.sql.tree.Type;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An enum, domain or other type that the files create. Not thread-safe. */
public final class TypeState {

  /** What it is. */
  public enum Form {
    ENUM,
    DOMAIN,
    OTHER
  }

  private QualifiedName name;
  private final Form form;
  private final @Nullable Birth birth;
  private final @Nullable Type base;
  private final List<Column> attributes;
  private final Map<String, Constraint> constraints = new LinkedHashMap<>();
  private final Map<String, Birth> labels = new HashMap<>();
  private final Set<String> firstLabels = new HashSet<>();

  TypeState(QualifiedName name, Form form, @Nullable Type base, @Nullable Birth birth) {
    this(name, form, base, birth, List.of());
  }

  TypeState(
      QualifiedName name,
      Form form,
      @Nullable Type base,
      @Nullable Birth birth,
      List<Column> attributes) {
    this.attributes = List.copyOf(attributes);
    this.name = name;
    this.form = form;
    this.base = base;
    this.birth = birth;
  }

  public QualifiedName name() {
    return name;
  }

  public Form form() {
    return form;
  }

  /** Null where it was there before the files. */
  public @Nullable Birth birth() {
    return birth;
  }

  /** Of a domain. */
  public @Nullable Type base() {
    return base;
  }

  /** Of a composite type, as it was created. */
  List<Column> attributes() {
    return attributes;
  }

  /** Of a domain: its CHECKs, NOT NULL and default. */
  public List<Constraint> constraints() {
    return List.copyOf(constraints.values());
  }

  /** The first one of a kind, or null. */
  public @Nullable Constraint constraint(Constraint.Kind kind) {
    return constraints.values().stream().filter(c -> c.kind() == kind).findFirst().orElse(null);
  }

  /** Whether it has one of a kind. */
  public boolean has(Constraint.Kind kind) {
    return constraint(kind) != null;
  }

  /** Where the files added a label behind the type's creation, or null. */
  public @Nullable Birth label(String label) {
    return labels.get(label);
  }

  /** The labels that the files added behind the type's creation. */
  public Set<String> labels() {
    return Set.copyOf(labels.keySet());
  }

  /** Those that it was created with. */
  void first(List<String> created) {
    firstLabels.addAll(created);
  }

  void rename(String from, String to) {
    if (firstLabels.remove(from)) {
      firstLabels.add(to);
    }
    Birth birth = labels.remove(from);
    if (birth != null) {
      labels.put(to, birth);
    }
  }

  void name(QualifiedName to) {
    name = to;
  }

  void add(Constraint constraint) {
    String given = constraint.name();
    String kind = constraint.kind().name().toLowerCase(Locale.ROOT);
    String chosen = given == null ? name.name() + "_" + kind : given;
    String free = chosen;
    for (int n = 1; given == null && constraints.containsKey(free); n++) {
      free = chosen + n;
    }
    constraints.put(free, constraint);
  }

  void drop(String constraint) {
    constraints.remove(constraint);
  }

  void drop(Constraint.Kind kind) {
    constraints.values().removeIf(c -> c.kind() == kind);
  }

  void renameConstraint(String from, String to) {
    Constraint constraint = constraints.remove(from);
    if (constraint != null) {
      constraints.put(to, constraint);
    }
  }

  /** A label, which {@code IF NOT EXISTS} may have been there already. */
  void add(String label, Birth where) {
    if (!firstLabels.contains(label)) {
      labels.putIfAbsent(label, where);
    }
  }
}
