package io.github.dbsage.plan.pattern;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When two values of a type are the same: to the letter, not just equal. An equality of its own
 * would let the columns drift apart ({@code 'A' = 'a'} in citext, {@code 1.0 = 1.00} in numeric),
 * and some types have none at all (json).
 *
 * @param exact whether the type's equality is sameness
 */
record Sameness(boolean exact) {

  /** By the type's own equality. */
  static final Sameness EQUAL = new Sameness(true);

  private static final Pattern EXACT =
      Pattern.compile(
          "smallint|integer|bigint|boolean|text|uuid|bytea|date|character varying(\\(\\d+\\))?"
              + "|numeric\\(.*\\)|time(stamp)?(\\(\\d\\))? without time zone"
              + "|timestamp(\\(\\d\\))? with time zone");

  private static final Set<String> BYTEWISE = Set.of("pg_catalog.\"C\"", "pg_catalog.\"POSIX\"");

  /**
   * That of a type.
   *
   * @param type as the catalog writes it
   * @param collation another than the type's own, which may call different texts equal
   */
  static Sameness of(String type, @Nullable String collation) {
    boolean plain = collation == null || BYTEWISE.contains(collation);
    return new Sameness(plain && EXACT.matcher(type).matches());
  }

  /** That they are not the same, NULL being the same as NULL. */
  String apart(String one, String other) {
    return exact
        ? one + " IS DISTINCT FROM " + other
        : "record_image_ne(ROW(" + one + "), ROW(" + other + "))";
  }

  /** That they are the same. */
  String same(String one, String other) {
    return exact
        ? one + " IS NOT DISTINCT FROM " + other
        : "record_image_eq(ROW(" + one + "), ROW(" + other + "))";
  }
}
