package io.github.dbsage.plan.pattern;

import org.jspecify.annotations.Nullable;

/**
 * How a value of the old column becomes one of the new column, and back.
 *
 * @param oldType as the catalog writes it
 * @param newType the same of the new column
 * @param compare how values of either column are compared
 * @param inOldType whether both are compared as the old type has them, and not as the new one does
 * @param refusal the error of a value that the old column cannot hold: an SQLSTATE; null where it
 *     holds each of them
 */
record Conversion(
    String oldType, String newType, Sameness compare, boolean inOldType, @Nullable String refusal) {

  /** Between columns of one type. */
  static Conversion none(String type, @Nullable String collation) {
    return new Conversion(type, type, Sameness.of(type, collation), false, null);
  }

  private boolean isNone() {
    return oldType.equals(newType);
  }

  /** A value of the old column, as the new column has it. */
  String forth(String value) {
    return isNone() ? value : value + "::" + newType;
  }

  /** A value of the new column, as the old column has it. */
  String back(String value) {
    return isNone() ? value : value + "::" + oldType;
  }

  /** That a row's columns do not hold the same. */
  String apart(String old, String fresh) {
    return inOldType ? compare.apart(back(fresh), old) : compare.apart(fresh, forth(old));
  }

  /** That a row's columns hold the same. */
  String same(String old, String fresh) {
    return inOldType ? compare.same(back(fresh), old) : compare.same(fresh, forth(old));
  }
}
