package io.github.dbsage.lint;

import io.github.dbsage.sql.tree.Constraint;
import java.util.Set;

/** Whether SET NOT NULL has to read the whole table. */
public enum NotNull {
  /** It is NOT NULL already, or a validated CHECK proves that no row holds a NULL. */
  PROVEN,
  /** The files do not tell what the table has. */
  UNKNOWN,
  /** It reads every row under ACCESS EXCLUSIVE. */
  SCAN;

  /** Judges a column of a table. */
  public static NotNull of(Relation table, String column) {
    return of(table, column, Set.of());
  }

  /**
   * The same in one ALTER TABLE with others, which drops its constraints first.
   *
   * @param dropped names of constraints
   */
  public static NotNull of(Relation table, String column, Set<String> dropped) {
    if (table.has(column) && Boolean.TRUE.equals(table.column(column).notNull())) {
      return PROVEN;
    }
    boolean proven =
        table.constraints().stream()
            .filter(one -> one.kind() == Constraint.Kind.CHECK && one.validated())
            .filter(one -> !dropped.contains(one.name()))
            .anyMatch(one -> proves(one, column));
    if (proven) {
      return PROVEN;
    }
    return table.columnsKnown() ? SCAN : UNKNOWN;
  }

  private static boolean proves(ConstraintState check, String column) {
    return check.expression() != null && NotNullProof.proves(check.expression(), column);
  }
}
