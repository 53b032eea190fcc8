package io.github.dbsage.lint;

import io.github.dbsage.sql.tree.Type;
import java.util.List;
import java.util.Set;

/** What is known of PostgreSQL's own types, and of citext and hstore. */
final class Types {

  private static final Set<String> OBJECTS =
      Set.of(
          "regclass",
          "regcollation",
          "regconfig",
          "regdictionary",
          "regnamespace",
          "regoper",
          "regoperator",
          "regproc",
          "regprocedure",
          "regrole",
          "regtype");

  private static final Set<String> RANGES =
      Set.of(
          "int4range",
          "int8range",
          "numrange",
          "daterange",
          "tsrange",
          "tstzrange",
          "int4multirange",
          "int8multirange",
          "nummultirange",
          "datemultirange",
          "tsmultirange",
          "tstzmultirange");

  private static final Set<String> OTHERS =
      Set.of(
          "bool",
          "int2",
          "int4",
          "int8",
          "numeric",
          "float4",
          "float8",
          "money",
          "text",
          "varchar",
          "bpchar",
          "char",
          "name",
          "bytea",
          "uuid",
          "json",
          "jsonb",
          "jsonpath",
          "xml",
          "date",
          "time",
          "timetz",
          "timestamp",
          "timestamptz",
          "interval",
          "bit",
          "varbit",
          "cidr",
          "inet",
          "macaddr",
          "macaddr8",
          "oid",
          "xid",
          "xid8",
          "pg_lsn",
          "point",
          "box",
          "polygon",
          "circle",
          "path",
          "lseg",
          "line",
          "tsvector",
          "tsquery");

  /** Those whose casts nobody changes a column by. */
  private static final Set<String> ODD =
      Set.of(
          "cid",
          "tid",
          "txid_snapshot",
          "pg_snapshot",
          "refcursor",
          "aclitem",
          "void",
          "record",
          "int2vector",
          "oidvector");

  private static final Set<String> EXTENSIONS = Set.of("citext", "hstore");

  /** Bits of the fields of an interval's modifier, the smallest field first. */
  private static final List<Integer> FIELDS =
      List.of(1 << 12, 1 << 11, 1 << 10, 1 << 3, 1 << 1, 1 << 2);

  private static final int ALL_FIELDS = 0x7FFF;

  private Types() {}

  /** Its name; that of a serial column is the integer that it becomes. */
  static String base(Type type) {
    return switch (type.base()) {
      case "serial", "serial4" -> "int4";
      case "bigserial", "serial8" -> "int8";
      case "smallserial", "serial2" -> "int2";
      default -> type.base();
    };
  }

  /** Whether it is one whose casts are known here. */
  static boolean isKnown(Type type) {
    String base = base(type);
    return EXTENSIONS.contains(base) || (type.isBuiltIn() && isCast(base));
  }

  /** Whether it is one of PostgreSQL's own. */
  static boolean isBuiltIn(Type type) {
    String base = base(type);
    return type.isBuiltIn() && (isCast(base) || ODD.contains(base));
  }

  private static boolean isCast(String base) {
    return OTHERS.contains(base) || OBJECTS.contains(base) || RANGES.contains(base);
  }

  static boolean isRange(String base) {
    return RANGES.contains(base);
  }

  /** Whether it is an oid that is written as a name. */
  static boolean isNameOfObject(String base) {
    return OBJECTS.contains(base);
  }

  /** Digits after the second of a time or timestamp. */
  static int precision(List<Integer> modifiers) {
    return modifiers.isEmpty() ? 6 : modifiers.get(0);
  }

  /** Whether every value of a type with one modifier is one with the other, as it stands. */
  static boolean holds(String base, List<Integer> from, List<Integer> to) {
    if (from.equals(to)) {
      return true;
    }
    return switch (base) {
      case "varchar", "varbit" -> to.isEmpty() || (!from.isEmpty() && from.get(0) <= to.get(0));
      case "numeric" -> to.isEmpty() || (!from.isEmpty() && holdsNumber(from, to));
      case "time", "timetz", "timestamp", "timestamptz" -> precision(from) <= precision(to);
      case "interval" -> holdsInterval(from, to);
      default -> to.isEmpty();
    };
  }

  private static boolean holdsNumber(List<Integer> from, List<Integer> to) {
    return from.get(0) <= to.get(0) && scale(from) == scale(to);
  }

  private static int scale(List<Integer> modifiers) {
    return modifiers.size() > 1 ? modifiers.get(1) : 0;
  }

  private static boolean holdsInterval(List<Integer> from, List<Integer> to) {
    int smallest = smallestField(from);
    return smallestField(to) <= smallest
        && (smallest > 0 || digits(to) >= 6 || digits(from) <= digits(to));
  }

  private static int digits(List<Integer> modifiers) {
    return modifiers.size() > 1 ? modifiers.get(1) : 6;
  }

  private static int smallestField(List<Integer> modifiers) {
    if (modifiers.isEmpty() || modifiers.get(0) == ALL_FIELDS) {
      return 0;
    }
    int mask = modifiers.get(0);
    for (int i = 0; i < FIELDS.size(); i++) {
      if ((mask & FIELDS.get(i)) != 0) {
        return i;
      }
    }
    return 0;
  }
}
