package io.github.dbsage.lint;

import io.github.dbsage.sql.tree.Tree;
import io.github.dbsage.sql.tree.Type;
import java.util.Set;

/**
 * Whether an index is built again when a column's type changes though its table is not rewritten.
 */
public final class IndexRebuild {

  /** Access methods that store something else than the value, which PostgreSQL does not trust. */
  private static final Set<String> DERIVING = Set.of("hash", "gin", "brin");

  private IndexRebuild() {}

  /**
   * Of an index that mentions the column. An expression or a WHERE clause is reason enough, even
   * where the type stays the same.
   *
   * @param collationChanges whether the column's collation becomes another one
   */
  public static boolean of(Type from, Type to, boolean collationChanges, Tree.CreateIndex index) {
    return index.expressions()
        || index.where() != null
        || (DERIVING.contains(index.method()) && isPolymorphic(to))
        || of(from, to, collationChanges);
  }

  /** Of a plain btree index, or of a key. */
  public static boolean of(Type from, Type to, boolean collationChanges) {
    return collationChanges || !family(from).equals(family(to));
  }

  /** Arrays, ranges, and what may be an enum: one operator class serves them all. */
  private static boolean isPolymorphic(Type type) {
    return type.array() || Types.isRange(type.base()) || !Types.isKnown(type);
  }

  /** Types that share an operator class. */
  private static String family(Type type) {
    String base = Types.base(type);
    if (!Types.isKnown(type) || type.array()) {
      return type.name() + (type.array() ? "[]" : "");
    }
    return switch (base) {
      case "varchar" -> "text";
      case "cidr" -> "inet";
      default -> Types.isNameOfObject(base) ? "oid" : base;
    };
  }
}
