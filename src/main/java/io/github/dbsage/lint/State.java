package io.github.dbsage.lint;

import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.sql.tree.Kind;
import io.github.dbsage.sql.tree.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the files tell of a database, up to a statement. What they do not tell of exists already.
 * Not thread-safe.
 */
public final class State {

  private static final String TEMPORARY = "pg_temp";
  private static final List<String> USUAL_PATH = List.of("public");

  private final Map<QualifiedName, Relation> relations = new LinkedHashMap<>();
  private final Map<QualifiedName, TypeState> types = new HashMap<>();
  private final Map<QualifiedName, List<Routine>> routines = new HashMap<>();
  private final Map<QualifiedName, Subject> dropped = new HashMap<>();
  private final Map<String, Birth> schemas = new HashMap<>();
  private final Map<String, Birth> databases = new HashMap<>();
  private final Set<QualifiedName> gone = new HashSet<>();
  private final Set<String> goneSchemas = new HashSet<>();
  private List<String> path = USUAL_PATH;

  State() {}

  /** The relation of a name, or null where the files do not tell of it. */
  public @Nullable Relation find(QualifiedName name) {
    return relations.get(resolve(name, relations));
  }

  /** The relation of a name; one that the files do not tell of exists. */
  public Relation relation(QualifiedName name) {
    return relation(name, Kind.TABLE);
  }

  /** The same where it must be of a kind. */
  public Relation relation(QualifiedName name, Kind kind) {
    return relations.computeIfAbsent(
        resolve(name, relations),
        full -> new Relation(full, kind, null, TEMPORARY.equals(full.schema())));
  }

  public Collection<Relation> relations() {
    return List.copyOf(relations.values());
  }

  /** The type of a name, or null where the files do not tell of it. */
  public @Nullable TypeState type(QualifiedName name) {
    return types.get(resolve(name, types));
  }

  /** The tables of a composite type. */
  public List<Relation> typed(QualifiedName name) {
    TypeState type = type(name);
    return relations.values().stream()
        .filter(relation -> type != null && relation.ofType() == type)
        .toList();
  }

  /** The types that the files tell of. */
  public Collection<TypeState> types() {
    return List.copyOf(types.values());
  }

  /** The domain that a type is, or null where the files do not tell that it is one. */
  public @Nullable TypeState domain(@Nullable Type type) {
    if (type == null) {
      return null;
    }
    TypeState found = type(type.name());
    return found != null && found.form() == TypeState.Form.DOMAIN ? found : null;
  }

  /** The function of a name; of several with that name the last one. */
  public @Nullable Routine routine(QualifiedName name) {
    return routine(name, null);
  }

  /** The function of a name and its arguments' types; null for these where none are named. */
  public @Nullable Routine routine(QualifiedName name, @Nullable List<Type> arguments) {
    Routine last = null;
    for (Routine routine : named(name)) {
      last = routine.takes(arguments) ? routine : last;
    }
    return last;
  }

  /** The function that a call with so many arguments means: the last one that takes them. */
  public @Nullable Routine routine(QualifiedName name, int arguments) {
    List<Routine> all = called(name, arguments);
    return all.isEmpty() ? null : all.get(all.size() - 1);
  }

  /** Those that a call may mean: more than one where types would have to tell. */
  public List<Routine> called(QualifiedName name, int arguments) {
    return named(name).stream().filter(routine -> routine.takes(arguments)).toList();
  }

  private List<Routine> named(QualifiedName name) {
    return routines.getOrDefault(resolve(name, routines), List.of());
  }

  public Collection<Routine> routines() {
    return routines.values().stream().flatMap(List::stream).toList();
  }

  /** Whether a file drops what has that name now, whether or not it was there. */
  public boolean isDroppedIn(Subject subject, QualifiedName name) {
    Subject by = dropped.get(full(name));
    return by != null && by.isTogetherWith(subject);
  }

  /** Where a schema was created; null where it was there before the files. */
  public @Nullable Birth schema(String name) {
    return schemas.get(name);
  }

  /** Whether the files have dropped what had this name, or given it another one. */
  public boolean isGone(QualifiedName name) {
    QualifiedName full = resolve(name, relations);
    return gone.contains(full) || (full.schema() != null && isGoneSchema(full.schema()));
  }

  /** The same of a schema. */
  public boolean isGoneSchema(String name) {
    return goneSchemas.contains(name);
  }

  /** Where a database was created; null where it was there before the files. */
  public @Nullable Birth database(String name) {
    return databases.get(name);
  }

  /** The name with the schema that it has, or will have, on the search path. */
  public QualifiedName full(QualifiedName name) {
    return resolve(name, relations);
  }

  private QualifiedName resolve(QualifiedName name, Map<QualifiedName, ?> known) {
    if (name.schema() != null) {
      return name;
    }
    QualifiedName temporary = new QualifiedName(TEMPORARY, name.name());
    if (known.containsKey(temporary)) {
      return temporary;
    }
    for (String schema : path) {
      QualifiedName full = new QualifiedName(schema, name.name());
      if (known.containsKey(full)) {
        return full;
      }
    }
    return new QualifiedName(path.get(0), name.name());
  }

  // What follows is for Changes alone.

  void path(List<String> schemas) {
    List<String> usable = new ArrayList<>(schemas);
    usable.removeIf(schema -> schema.isEmpty() || schema.startsWith("$"));
    path = usable.isEmpty() ? USUAL_PATH : List.copyOf(usable);
  }

  /** CREATE SCHEMA looks there first for what stands inside it. */
  List<String> pathWith(String schema) {
    List<String> before = path;
    List<String> inside = new ArrayList<>(before);
    inside.add(0, schema);
    path = List.copyOf(inside);
    return before;
  }

  /** A transaction ended. */
  void committed() {
    relations().stream().filter(Relation::isUntilCommit).forEach(this::remove);
  }

  void dropped(QualifiedName name, Subject by) {
    dropped.put(full(name), by);
  }

  /** Creates a relation; an older one of that name is forgotten. */
  Relation create(QualifiedName name, Kind kind, Birth birth, boolean temporary) {
    QualifiedName full =
        temporary
            ? new QualifiedName(TEMPORARY, name.name())
            : name.schema() == null ? new QualifiedName(path.get(0), name.name()) : name;
    Relation created = new Relation(full, kind, birth, temporary);
    relations.put(full, created);
    gone.remove(full);
    return created;
  }

  void remove(Relation relation) {
    relations.remove(relation.name());
    gone.add(relation.name());
    Relation.Index index = relation.index();
    if (index != null) {
      index.table().forget(relation);
    }
    relation.indexes().forEach(this::remove);
    if (relation.parent() != null) {
      relation.parent().detach(relation);
    }
    relation.leave();
  }

  void rename(Relation relation, QualifiedName to) {
    relations.remove(relation.name());
    gone.add(relation.name());
    relation.name(to);
    relations.put(to, relation);
    gone.remove(to);
  }

  void create(TypeState type) {
    types.put(typeName(type.name()), type);
  }

  /** A type that is there, or that the files now tell of. */
  TypeState type(QualifiedName name, TypeState.Form form) {
    return types.computeIfAbsent(
        resolve(name, types), full -> new TypeState(full, form, null, null));
  }

  void removeType(QualifiedName name) {
    types.remove(resolve(name, types));
  }

  void renameType(QualifiedName from, QualifiedName to) {
    TypeState type = types.remove(resolve(from, types));
    if (type != null) {
      type.name(to);
      types.put(typeName(to), type);
    }
  }

  private QualifiedName typeName(QualifiedName name) {
    return name.schema() == null ? new QualifiedName(path.get(0), name.name()) : name;
  }

  /** Creates a function, or takes the place of one with the same arguments. */
  void create(Routine routine) {
    QualifiedName full = typeName(routine.definition().name());
    List<Routine> same = routines.computeIfAbsent(full, name -> new ArrayList<>());
    same.removeIf(old -> old.takes(routine.definition().arguments()));
    same.add(routine);
  }

  void removeRoutine(QualifiedName name, @Nullable List<Type> arguments) {
    QualifiedName full = resolve(name, routines);
    List<Routine> same = routines.get(full);
    if (same != null) {
      same.removeIf(old -> old.takes(arguments));
      if (same.isEmpty()) {
        routines.remove(full);
      }
    }
  }

  void renameRoutine(QualifiedName from, QualifiedName to) {
    List<Routine> all = routines.remove(resolve(from, routines));
    if (all != null) {
      routines.put(typeName(to), all);
    }
  }

  void createSchema(String name, Birth birth) {
    schemas.put(name, birth);
    goneSchemas.remove(name);
  }

  void createDatabase(String name, Birth birth) {
    databases.put(name, birth);
  }

  void removeSchema(String name) {
    schemas.remove(name);
    goneSchemas.add(name);
    relations.keySet().removeIf(full -> name.equals(full.schema()));
    types.keySet().removeIf(full -> name.equals(full.schema()));
    routines.keySet().removeIf(full -> name.equals(full.schema()));
  }

  void renameSchema(String from, String to) {
    Birth birth = schemas.remove(from);
    if (birth != null) {
      schemas.put(to, birth);
    }
    goneSchemas.add(from);
    goneSchemas.remove(to);
    for (Relation relation : relations()) {
      if (from.equals(relation.name().schema())) {
        rename(relation, new QualifiedName(to, relation.name().name()));
      }
    }
    for (QualifiedName type : List.copyOf(types.keySet())) {
      if (from.equals(type.schema())) {
        renameType(type, new QualifiedName(to, type.name()));
      }
    }
    for (QualifiedName routine : List.copyOf(routines.keySet())) {
      if (from.equals(routine.schema())) {
        renameRoutine(routine, new QualifiedName(to, routine.name()));
      }
    }
  }
}
