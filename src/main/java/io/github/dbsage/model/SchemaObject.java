package io.github.dbsage.model;

import org.jspecify.annotations.Nullable;

/**
 * A database object by its name.
 *
 * @param name of the object, or of the table that it is a part of
 * @param part of a column, trigger or policy its own name; null otherwise
 */
public record SchemaObject(ObjectKind kind, QualifiedName name, @Nullable String part) {

  public SchemaObject {
    if (kind.inTable() != (part != null) || (part != null && part.isEmpty())) {
      throw new IllegalArgumentException("not a " + kind.label() + ": " + name + ", " + part);
    }
  }

  /** An object with a name of its own. */
  public static SchemaObject of(ObjectKind kind, @Nullable String schema, String name) {
    return new SchemaObject(kind, new QualifiedName(schema, name), null);
  }

  /** A part of a table. */
  public static SchemaObject in(
      @Nullable String schema, String table, ObjectKind kind, String part) {
    return new SchemaObject(kind, new QualifiedName(schema, table), part);
  }

  /** Whether both can be one object: a schema that one of them leaves out can be any. */
  public boolean canBe(SchemaObject other) {
    return kind == other.kind && canBe(name, other.name) && samePart(other);
  }

  private boolean samePart(SchemaObject other) {
    return part == null ? other.part == null : part.equals(other.part);
  }

  /** Whether both names can mean one object. */
  public static boolean canBe(QualifiedName one, QualifiedName other) {
    return one.name().equals(other.name())
        && (one.schema() == null || other.schema() == null || one.schema().equals(other.schema()));
  }

  /** The name as plans and people write it: {@code public.users.email}, quoted where need be. */
  public String path() {
    String own = Identifiers.write(name.name());
    String whole = name.schema() == null ? own : Identifiers.write(name.schema()) + "." + own;
    return part == null ? whole : whole + "." + Identifiers.write(part);
  }

  /** For sentences: {@code column public.users.email}. */
  @Override
  public String toString() {
    return kind.label() + " " + path();
  }
}
