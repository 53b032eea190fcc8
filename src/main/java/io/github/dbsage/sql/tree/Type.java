package io.github.dbsage.sql.tree;

import static java.util.stream.Collectors.joining;

import io.github.dbsage.model.QualifiedName;
import java.util.List;

/**
 * A type as a statement writes it.
 *
 * @param name as PostgreSQL's grammar calls it: {@code int4} for {@code integer}, schema {@code
 *     pg_catalog} for the types that have key words
 * @param modifiers {@code 20} of {@code varchar(20)}; those that are no numbers are left out; of an
 *     interval the mask of its fields, {@code 32767} for all of them, and then its precision
 * @param array whether it is an array of that type
 * @param setOf whether a function returns a set of it
 * @param at offset in the statement's text, in chars
 */
public record Type(
    QualifiedName name, List<Integer> modifiers, boolean array, boolean setOf, int at) {

  /** A field of an interval, by its bit in the mask. */
  private record Field(String name, int bit) {}

  private static final int ALL_FIELDS = 0x7FFF;

  private static final List<Field> FIELDS =
      List.of(
          new Field("year", 1 << 2),
          new Field("month", 1 << 1),
          new Field("day", 1 << 3),
          new Field("hour", 1 << 10),
          new Field("minute", 1 << 11),
          new Field("second", 1 << 12));

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
    return shown + suffix() + (array ? "[]" : "");
  }

  private String suffix() {
    boolean interval = base().equals("interval") && !modifiers.isEmpty();
    List<Integer> numbers = interval ? modifiers.subList(1, modifiers.size()) : modifiers;
    String fields = interval ? fields(modifiers.get(0)) : "";
    return numbers.isEmpty()
        ? fields
        : fields + numbers.stream().map(String::valueOf).collect(joining(",", "(", ")"));
  }

  /** {@code " day to second"}; nothing for all of them. */
  private static String fields(int mask) {
    if (mask == ALL_FIELDS) {
      return "";
    }
    List<String> named =
        FIELDS.stream().filter(field -> (mask & field.bit()) != 0).map(Field::name).toList();
    if (named.isEmpty()) {
      return "";
    }
    String first = named.get(0);
    String last = named.get(named.size() - 1);
    return first.equals(last) ? " " + first : " " + first + " to " + last;
  }
}
