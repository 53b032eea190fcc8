package io.github.dbsage.sql.tree;

import io.github.dbsage.model.QualifiedName;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A type as a statement writes it.
 *
 * @param name as PostgreSQL's grammar calls it: {@code int4} for {@code integer}, schema {@code
 *     pg_catalog} for the types that have key words
 * @param modifiers {@code 20} of {@code varchar(20)}; those that are no numbers are left out
 * @param array whether it is an array of that type
 * @param setOf whether a function returns a set of it
 * @param at offset in the statement's text, in chars
 */
public record Type(
    QualifiedName name, List<Integer> modifiers, boolean array, boolean setOf, int at) {

  public Type {
    modifiers = List.copyOf(modifiers);
  }

  /** The bare name: {@code int4}, {@code varchar}, {@code mood}. */
  public String base() {
    return name.name();
  }

  /** Whether it is one of PostgreSQL's own, by its name. */
  public boolean isBuiltIn() {
    return name.schema() == null || name.schema().equals("pg_catalog");
  }

  /** The same type wherever it is written. */
  public boolean sameAs(Type other) {
    return base().equals(other.base())
        && modifiers.equals(other.modifiers)
        && array == other.array
        && (isBuiltIn() == other.isBuiltIn() || name.equals(other.name));
  }

  /** As people write it. */
  @Override
  public String toString() {
    String shown =
        switch (base()) {
          case "int2" -> "smallint";
          case "int4" -> "integer";
          case "int8" -> "bigint";
          case "float4" -> "real";
          case "float8" -> "double precision";
          case "bool" -> "boolean";
          case "bpchar" -> "char";
          case "timetz" -> "time with time zone";
          default -> isBuiltIn() ? base() : name.toString();
        };
    String numbers = modifiers.stream().map(String::valueOf).collect(Collectors.joining(","));
    return shown + (modifiers.isEmpty() ? "" : "(" + numbers + ")") + (array ? "[]" : "");
  }
}
