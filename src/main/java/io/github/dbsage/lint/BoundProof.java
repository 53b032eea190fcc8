package io.github.dbsage.lint;

import io.github.dbsage.sql.tree.Bound;
import io.github.dbsage.sql.tree.Expr;
import io.github.dbsage.sql.tree.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whether validated CHECKs spare ATTACH PARTITION its scan: they have to imply the partition's
 * bound, and that the key is not NULL. PostgreSQL proves more than this class does, never less: a
 * key of several columns, and arithmetic on constants, are not looked into here.
 */
public final class BoundProof {

  private final List<Expr> checks;
  private final String column;
  private final @Nullable Type type;

  private BoundProof(List<Expr> checks, String column, @Nullable Type type) {
    this.checks = checks;
    this.column = column;
    this.type = type;
  }

  /**
   * Judges a table that becomes a partition.
   *
   * @param validatedChecks its own, enforced ones
   * @param notNullColumns its columns that are NOT NULL
   * @param partitionKey of the table that it joins; several columns are never proven
   * @param keyType the key's type; null where it is not known, which leaves casts unproven
   * @param bound NONE, for DEFAULT, is never proven
   */
  public static boolean proves(
      List<Expr> validatedChecks,
      Set<String> notNullColumns,
      List<String> partitionKey,
      @Nullable Type keyType,
      Bound bound) {
    if (partitionKey.size() != 1 || bound.hash()) {
      return false;
    }
    String column = partitionKey.get(0);
    BoundProof proof = new BoundProof(validatedChecks, column, keyType);
    boolean hasValue =
        notNullColumns.contains(column)
            || validatedChecks.stream().anyMatch(check -> NotNullProof.proves(check, column));
    return bound.values().isEmpty()
        ? hasValue && proof.range(bound)
        : proof.list(bound.values(), hasValue);
  }

  /**
   * Judges the DEFAULT partition of a table that gets another one.
   *
   * @param validatedChecks its own, enforced ones
   * @param key that the table is partitioned by
   * @param keyType null where it is not known
   * @param values the list of the new partition
   */
  public static boolean keepsOut(
      List<Expr> validatedChecks, String key, @Nullable Type keyType, List<Expr> values) {
    BoundProof proof = new BoundProof(validatedChecks, key, keyType);
    return !values.isEmpty() && values.stream().allMatch(proof::keepsOut);
  }

  private boolean keepsOut(Expr value) {
    BoundValue constant = BoundValue.of(value, type);
    return constant != null
        ? implied(check -> limits(check).keepOut(constant))
        : isNull(value) && checks.stream().anyMatch(check -> NotNullProof.proves(check, column));
  }

  private static boolean isNull(Expr value) {
    return value instanceof Expr.Constant one && one.kind() == Expr.Literal.NULL;
  }

  private boolean range(Bound bound) {
    if (bound.from().size() != 1 || bound.to().size() != 1) {
      return false;
    }
    Expr from = bound.from().get(0);
    Expr to = bound.to().get(0);
    BoundValue lowest = BoundValue.of(from, type);
    BoundValue end = BoundValue.of(to, type);
    boolean above =
        isWord(from, "minvalue")
            || (lowest != null && implied(check -> limits(check).startAt(lowest)));
    boolean below =
        isWord(to, "maxvalue") || (end != null && implied(check -> limits(check).endBefore(end)));
    return above && below;
  }

  private static boolean isWord(Expr end, String word) {
    return end instanceof Expr.Column column && column.path().equals(List.of(word));
  }

  private boolean list(List<Expr> values, boolean hasValue) {
    List<BoundValue> allowed = new ArrayList<>();
    boolean nulls = false;
    for (Expr value : values) {
      BoundValue constant = BoundValue.of(value, type);
      if (constant != null) {
        allowed.add(constant);
      }
      nulls |= isNull(value);
    }
    boolean orNull = nulls;
    return (orNull || hasValue)
        && implied(check -> limits(check).areAmong(allowed) || (orNull && testsNull(check)));
  }

  /** Whether one of the CHECKs implies it: each of its alternatives, or one of its conditions. */
  private boolean implied(Predicate<Expr> wanted) {
    return checks.stream().anyMatch(check -> implies(check, wanted));
  }

  private static boolean implies(Expr check, Predicate<Expr> wanted) {
    if (check instanceof Expr.Logic logic) {
      return switch (logic.kind()) {
        case AND -> logic.parts().stream().anyMatch(part -> implies(part, wanted));
        case OR -> logic.parts().stream().allMatch(part -> implies(part, wanted));
        case NOT -> false;
      };
    }
    return wanted.test(check);
  }

  private boolean testsNull(Expr check) {
    return check instanceof Expr.NullTest test
        && test.isNull()
        && test.value() instanceof Expr.Column found
        && found.name().equals(column);
  }

  private Limits limits(Expr check) {
    return check instanceof Expr.Operation operation
        ? Limits.of(operation, column, type)
        : Limits.NONE;
  }
}
