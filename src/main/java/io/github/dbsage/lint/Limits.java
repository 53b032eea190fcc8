package io.github.dbsage.lint;

import io.github.dbsage.sql.tree.Expr;
import io.github.dbsage.sql.tree.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which values a comparison lets a column have.
 *
 * @param lows none of them is below all of these; empty where there is no such limit
 * @param highs none is above all of these
 * @param open whether {@code highs} themselves are left out
 * @param only all that are let in; empty where that cannot be told
 * @param none of these is let in
 */
record Limits(
    List<BoundValue> lows,
    List<BoundValue> highs,
    boolean open,
    List<BoundValue> only,
    List<BoundValue> none) {

  /** No limit that is understood. */
  static final Limits NONE = new Limits(List.of(), List.of(), false, List.of(), List.of());

  Limits {
    lows = List.copyOf(lows);
    highs = List.copyOf(highs);
    only = List.copyOf(only);
    none = List.copyOf(none);
  }

  /** Reads a comparison of a column with constants. */
  static Limits of(Expr.Operation operation, String column, @Nullable Type type) {
    Expr left = operation.left();
    Expr right = operation.right();
    if (left == null || right == null) {
      return NONE;
    }
    if (isColumn(left, column)) {
      List<BoundValue> values = values(right, type);
      return values.isEmpty() ? NONE : of(operation.operator(), values);
    }
    BoundValue value = isColumn(right, column) ? BoundValue.of(left, type) : null;
    return value == null ? NONE : of(turned(operation.operator()), List.of(value));
  }

  private static Limits of(String operator, List<BoundValue> values) {
    return switch (operator) {
      case "=", "IN", "= ANY" -> new Limits(values, values, false, values, List.of());
      case "<>", "NOT IN", "<> ALL" -> new Limits(List.of(), List.of(), false, List.of(), values);
      case ">", ">=" -> between(values, List.of(), false);
      case "<" -> between(List.of(), values, true);
      case "<=" -> between(List.of(), values, false);
      case "BETWEEN" -> between(values.subList(0, 1), values.subList(1, values.size()), false);
      default -> NONE;
    };
  }

  private static Limits between(List<BoundValue> lows, List<BoundValue> highs, boolean open) {
    return new Limits(lows, highs, open, List.of(), List.of());
  }

  /** The constants on the right, all of them or none. */
  private static List<BoundValue> values(Expr right, @Nullable Type type) {
    Expr array = right;
    if (right instanceof Expr.Cast cast && cast.value() instanceof Expr.Compound) {
      boolean same =
          cast.type().array()
              && BoundValue.fits(cast.type(), type == null ? null : Types.base(type));
      array = same ? cast.value() : right;
    }
    List<Expr> parts = List.of(right);
    if (array instanceof Expr.Compound list) {
      parts =
          list.kind().equals("List") || list.kind().equals("A_ArrayExpr")
              ? list.parts()
              : List.of();
    }
    List<BoundValue> values = new ArrayList<>();
    for (Expr part : parts) {
      BoundValue value = BoundValue.of(part, type);
      if (value == null) {
        return List.of();
      }
      values.add(value);
    }
    return values;
  }

  private static String turned(String operator) {
    return switch (operator) {
      case "<" -> ">";
      case "<=" -> ">=";
      case ">" -> "<";
      case ">=" -> "<=";
      case "=", "<>" -> operator;
      default -> "";
    };
  }

  private static boolean isColumn(Expr expression, String column) {
    return expression instanceof Expr.Column found && found.name().equals(column);
  }

  /** Whether they let in nothing below a value. */
  boolean startAt(BoundValue lowest) {
    return !lows.isEmpty() && lows.stream().allMatch(low -> isAtLeast(low, lowest));
  }

  private static boolean isAtLeast(BoundValue value, BoundValue other) {
    Integer order = value.compare(other);
    return order != null && order >= 0;
  }

  /** Whether they let in only what is below a value. */
  boolean endBefore(BoundValue end) {
    return !highs.isEmpty() && highs.stream().allMatch(high -> isBelow(high, end, open));
  }

  private static boolean isBelow(BoundValue value, BoundValue end, boolean open) {
    Integer order = value.compare(end);
    return order != null && (order < 0 || (open && order == 0));
  }

  /** Whether they let in only some of these values. */
  boolean areAmong(List<BoundValue> values) {
    return !only.isEmpty() && only.stream().allMatch(one -> isAmong(one, values));
  }

  /** Whether they keep a value out. */
  boolean keepOut(BoundValue value) {
    return isAmong(value, none)
        || (!only.isEmpty() && only.stream().allMatch(one -> one.differs(value)))
        || (!lows.isEmpty() && lows.stream().allMatch(low -> isBelow(value, low, false)))
        || (!highs.isEmpty() && highs.stream().allMatch(high -> isBelow(high, value, open)));
  }

  private static boolean isAmong(BoundValue one, List<BoundValue> values) {
    return values.stream()
        .anyMatch(
            value -> {
              Integer order = one.compare(value);
              return order != null && order == 0;
            });
  }
}
