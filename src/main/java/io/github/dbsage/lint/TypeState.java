package io.github.dbsage.lint;

import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.sql.tree.Constraint;
import io.github.dbsage.sql.tree.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
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
  private final List<Constraint> constraints = new ArrayList<>();
  private final Map<String, Birth> labels = new HashMap<>();
  private final Set<String> firstLabels = new HashSet<>();

  TypeState(QualifiedName name, Form form, @Nullable Type base, @Nullable Birth birth) {
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

  /** Of a domain: its CHECKs and NOT NULL. */
  public List<Constraint> constraints() {
    return List.copyOf(constraints);
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
    constraints.add(constraint);
  }

  void drop(String constraint) {
    constraints.removeIf(c -> constraint.equals(c.name()));
  }

  /** A label, which {@code IF NOT EXISTS} may have been there already. */
  void add(String label, Birth where) {
    if (!firstLabels.contains(label)) {
      labels.putIfAbsent(label, where);
    }
  }
}
